"""A field is called by its label and its key at once; who sees no file is told the label alone."""

from __future__ import annotations

import pytest

from meidang.models.drug_item import DrugItem
from meidang.models.wording import called, labels, without_keys


def test_a_field_is_called_by_its_label_and_its_key():
    assert called(DrugItem, "double_lock") == "「双人双锁」（double_lock）"
    assert called(DrugItem, "storage_bin", "double_lock") == "「库位」（storage_bin）、「双人双锁」（double_lock）"
    assert labels(DrugItem, "storage_bin", "double_lock") == "库位、双人双锁"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("结题后填写「实际结题日期」（closed_on）", "结题后填写「实际结题日期」"),
        ("补上「评分」（preop_assessment.score）", "补上「评分」"),
        ("把「在用」（in_use）改成“否”（false）", "把「在用」改成“否”"),
        ("补到编码表（operation_codes.yaml）", "补到编码表（operation_codes.yaml）"),
        ("「指标」（indicator_id）写 conformity", "「指标」写 conformity"),
        ("可用的字段：passed（是否通过）", "可用的字段：passed（是否通过）"),
        ("运行 meidang check", "运行 meidang check"),
    ],
)
def test_keys_are_left_out_for_who_sees_no_file(said, shown):
    assert without_keys(said) == shown
