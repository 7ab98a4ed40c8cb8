"""Which rows of the catalogue and of the lists a technique answers to."""

import pytest

from meidang.archive.listed import is_like, plain
from meidang.models.tables import Project
from meidang.models.technique import Technique


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("脂肪抽吸术（1000ml≤吸脂量<2000ml）", "脂肪抽吸术(1000ml ≤ 吸脂量 < 2000ML)"),
        ("A型肉毒毒素美容注射", "Ａ型肉毒毒素 美容注射"),
        ("刮痧、拔罐", "刮痧拔罐"),
    ],
)
def test_brackets_blanks_and_letter_case_do_not_count(one, other):
    assert plain(one) == plain(other)


def _like(name, aliases, codes, project, project_codes=()):
    technique = Technique(standard_name=name, grade="1", aliases=tuple(aliases), icd9cm3=tuple(codes))
    return is_like(technique, Project(code="X", discipline="美容外科", grade="1", name=project, icd9cm3=project_codes))


@pytest.mark.parametrize(
    ("name", "project"),
    [
        ("隆乳术(双侧假体置入)", "隆乳术"),
        ("755nm皮秒激光治疗色素性皮损", "激光治疗"),
        ("微针射频治疗面部松弛", "射频治疗"),
        ("瓷贴面美容修复", "牙齿美容修复技术(贴面、冠、嵌体等)"),
    ],
)
def test_a_longer_name_is_like_the_catalogues(name, project):
    assert _like(name, (), (), project)


@pytest.mark.parametrize(
    ("name", "project"), [("重睑成形术", "内眦成形术"), ("隆鼻术", "隆乳术"), ("除皱治疗", "激光治疗")]
)
def test_words_that_all_names_share_do_not_make_them_alike(name, project):
    assert not _like(name, (), (), project)


def test_an_alias_or_a_common_operation_code_will_do():
    assert _like("双眼皮手术", ("重睑成形",), (), "重睑成形术")
    assert _like("双眼皮手术", (), ("08.8902",), "重睑成形术", ("08.8902",))
