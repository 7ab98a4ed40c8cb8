"""The words by which people look for a record that do not stand on its page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from meidang.kinds import ARCHIVE
from meidang.load import is_record_path, load_archive
from meidang.render.pages.search_words import ledger_weight, search_words, weight
from meidang.source.files import read_sources

SMALL = Path(__file__).parents[1] / "site/small"
#: People and a technique beside those of the small archive.
PEOPLE = (
    "何砚",
    "陆文岚",
    "欧阳明月",
    "单于飞",
    "仇远",
    "解语",
    "曾宁",
    "单文",
    "万俟雪",
    "阿依古丽·买买提",
    "丁一",
    "乐乐重行",
    "John Smith",
)
TECHNIQUE = "755nm皮秒激光(进口)治疗"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    root = tmp_path_factory.mktemp("words")
    shutil.copytree(SMALL / ARCHIVE, root / ARCHIVE)
    person = (root / ARCHIVE / "staff/D01.yaml").read_text("utf-8")
    for number, name in enumerate(PEOPLE):
        (root / ARCHIVE / f"staff/X{number}.yaml").write_text(person.replace("name: 何砚", f"name: {name}"), "utf-8")
    technique = (root / ARCHIVE / "technique/T02.yaml").read_text("utf-8")
    (root / ARCHIVE / "technique/X1.yaml").write_text(technique.replace("A型肉毒毒素注射", TECHNIQUE), "utf-8")
    return load_archive(read_sources(root, ARCHIVE, is_record_path)[0]).archive


@pytest.fixture
def words(archive):
    """The words of a person by name."""
    return lambda name: search_words(archive.items[f"staff/X{PEOPLE.index(name)}"])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("何砚", {"何砚", "砚", "heyan", "hy", "yan", "X0"}),
        ("陆文岚", {"文岚", "luwenlan", "lwl", "wenlan"}),
        ("欧阳明月", {"明月", "ouyangmingyue", "oymy", "mingyue"}),
        ("单于飞", {"飞", "chanyufei", "cyf"}),
        ("仇远", {"qiuyuan", "qy", "chouyuan", "cy"}),
        ("解语", {"xieyu", "xy", "jieyu", "jy"}),
        ("曾宁", {"zengning", "zn", "cengning", "cn"}),
        ("单文", {"shanwen", "sw", "danwen", "dw"}),
        ("万俟雪", {"moqixue", "mqx"}),
        ("阿依古丽·买买提", {"阿依古丽", "买买提", "ayigulimaimaiti"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_person_is_found_by_given_name_and_every_likely_pinyin(name, found, words):
    assert found <= set(words(name))


def test_a_surname_with_one_reading_brings_no_strangers(words):
    assert set(words("丁一")) == {"X10", "丁一", "一", "dingyi", "dy", "yi"}


def test_many_readings_are_cut(words):
    assert len(words("乐乐重行")) < 20


def test_a_name_that_is_not_chinese_has_no_pinyin(words):
    assert words("John Smith") == ("X12", "John Smith")


def test_a_technique_is_found_by_its_aliases_and_codes(archive):
    found = set(search_words(archive.items["technique/T01"]))
    assert {
        "T01",
        "双眼皮",
        "shuangyanpi",
        "syp",
        "chongjianchengxingshu",
        "zhongjianchengxingshu",
        "08.8902",
        "MR-01",
    } <= found


def test_a_name_with_figures_is_found_by_its_parts(archive):
    named = set(search_words(archive.items["technique/X1"]))
    assert {TECHNIQUE, "pimiaojiguangjinkouzhiliao", "pimiaojiguang", "pmjg"} <= named


def test_a_table_has_no_number_of_its_own(archive):
    assert "titles" not in search_words(archive.items["titles"])


def test_persons_and_techniques_stand_above_other_records(archive):
    persons, lists = (weight(archive.items[key]) for key in ("staff/D01", "restriction/list"))
    assert persons == weight(archive.items["technique/T01"]) > lists


def test_cases_stand_above_other_ledgers():
    assert ledger_weight("case") > ledger_weight("follow_up") == 1.0
