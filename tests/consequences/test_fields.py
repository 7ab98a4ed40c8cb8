"""One record before and after, as sentences. Each case reads as a specification."""

from __future__ import annotations

import pytest

from meidang.archive import Archive, Item
from meidang.consequences.field_change import FieldChange, gathered
from meidang.consequences.fields import Both, field_changes
from meidang.consequences.shown import Words
from meidang.kinds import KINDS
from meidang.models.staff import Staff
from meidang.source.read import parse

_NAMES = Words(Archive({}))


def changes(kind: str, before: str, after: str) -> tuple[FieldChange, ...]:
    trees = [parse(text, KINDS[kind].path("X1")).source.data for text in (before, after)]
    assert None not in trees
    return field_changes(KINDS[kind].model, *trees, Both(_NAMES, _NAMES))


def sentences(kind: str, before: str, after: str) -> list[str]:
    return [one.sentence for one in changes(kind, before, after)]


CASES = {
    "a value that changes": ("staff", "position: 护士", "position: 护士长", ["「职务」护士 → 护士长"]),
    "a value that comes": ("staff", "name: 甲", "name: 甲\nposition: 护士长", ["「职务」填写 护士长"]),
    "a value that goes": ("staff", "name: 甲\nposition: 护士长", "name: 甲", ["「职务」删去（原为 护士长）"]),
    "a grade is told in words": ("technique", "grade: 1", "grade: 不分级", ["「技术分级」一级 → 不分级"]),
    "a yes or no is told in words": (
        "technique",
        "restricted_by_law: false",
        "restricted_by_law: true",
        ["「限制类技术」否 → 是"],
    ),
    "the same value typed otherwise is no change": (
        "staff",
        "continuing_education: [{year: '2025', item_name: 甲, credits: 25.0}]",
        "continuing_education:\n  - year: 2025\n    item_name: 甲\n    credits: 25",
        [],
    ),
    "an empty list and an absent one are the same": ("staff", "name: 甲\nposts: []", "name: 甲", []),
    "words of a list come and go": (
        "staff",
        "posts: [医师, 护士]",
        "posts: [护士, 药师]",
        ["「岗位」删去：医师", "「岗位」新增：药师"],
    ),
    "the order of a list is no change": ("staff", "posts: [医师, 护士]", "posts: [护士, 医师]", []),
    "the order of a list's items is told": (
        "binder",
        "parts: [{title: 甲}, {title: 乙}]",
        "parts: [{title: 乙}, {title: 甲}]",
        ["「部分」只调整了次序"],
    ),
    "an item is not called the same word twice": (
        "staff",
        "privileges: [{privilege_type: 手术, technique_id: T01, operation_name: T01}]",
        "privileges: [{privilege_type: 手术, technique_id: T01, operation_name: T01, suspended_on: 2026-01-01}]",
        ["授权「手术 T01」的「暂停日期」填写 2026-01-01"],
    ),
    "a credential is named by its type and number": (
        "staff",
        "credentials: [{credential_type: a, number: 甲-1, valid_to: 2026-04-30}, {credential_type: b, number: 乙-1}]",
        "credentials: [{credential_type: b, number: 乙-1}, {credential_type: a, number: 甲-1, valid_to: 2031-04-30}]",
        ["证照与资质「a 甲-1」的「有效期至」2026-04-30 → 2031-04-30"],
    ),
    "a renewed credential has another number": (
        "staff",
        "credentials: [{credential_type: a, number: 甲-1, valid_to: 2026-04-30}]",
        "credentials: [{credential_type: a, number: 甲-2, valid_to: 长期}]",
        ["证照与资质「a 甲-2」的「编号」甲-1 → 甲-2", "证照与资质「a 甲-2」的「有效期至」2026-04-30 → 长期"],
    ),
    "a privilege is named by its type and what for": (
        "staff",
        "name: 甲",
        "name: 甲\nprivileges: [{privilege_type: 手术, technique_id: T01, granted_on: 2026-01-01}]",
        ["「授权」新增：手术 T01（授权日期 2026-01-01）"],
    ),
    "a year's figures are named by the year": (
        "technique",
        "figures: [{year: 2025, cases: 45, cured: 40}, {year: 2024, cases: 1, cured: 1}]",
        "figures: [{year: 2024, cases: 1, cured: 1}, {year: 2025, cases: 46, cured: 40}]",
        ["年度运行情况「2025」的「开展例数」45 → 46"],
    ),
    "an entry of a ledger is named by its day and number": (
        "case",
        "period: 2026-05\nentries: [{case_no: A-1, date: 2026-05-02, operation_grade: 1}]",
        "period: 2026-05\nentries: [{case_no: A-1, date: 2026-05-02, operation_grade: 2}]",
        ["病例「2026-05-02 A-1」的「手术级别」一级 → 二级"],
    ),
    "a row of a table is named by what it says, not by its id": (
        "duties",
        "duties: [{id: audit, name: 病历考评, times: 1}]",
        "duties: [{id: audit, name: 病历考评, times: 2}]",
        ["应办事项「病历考评」的「每周期次数」1 → 2"],
    ),
    "a group inside a group": (
        "technique",
        "risk: {risk_plan_doc: {document_name: 预案, version: '1'}}",
        "risk: {risk_plan_doc: {document_name: 预案, version: '2'}}",
        ["「风险预警与处置」的「风险处置预案」的「版本」1 → 2"],
    ),
    "a long text by how much of it changed": (
        "technique",
        f"admission: {{dept_opinion: {'人员齐备。' * 20}}}",
        f"admission: {{dept_opinion: {'设备齐备。' * 20}}}",
        ["「报批与备案」的「科室意见」改了 1 段"],
    ),
    "a policy by paragraphs and headings": (
        "policies",
        "---\ndocument_name: 规程\n---\n# 一、总则\n\n甲。\n\n# 二、随访\n\n乙。\n\n丙。\n",
        "---\ndocument_name: 规程\n---\n# 一、总则\n\n甲。\n\n# 二、随访\n\n乙二。\n\n丙。\n\n丁。\n",
        ["「正文」改了 1 段，新增 1 段（「二、随访」）"],
    ),
    "paragraphs in another order": (
        "policies",
        "---\ndocument_name: 规程\n---\n甲。\n\n乙。\n",
        "---\ndocument_name: 规程\n---\n乙。\n\n甲。\n",
        ["「正文」只调整了段落顺序或空行"],
    ),
    "a private value is not told": (
        "staff",
        "national_id: 110105198804121238\nphone: '13800138001'\nbirth_ym: 1988-04\nhome_address: 甲路",
        "national_id: 110105198804121246\nhome_address: 乙路\nbirth_ym: 1988-05",
        ["「出生年月」已修改", "「身份证号」已修改", "「手机号码」已删去", "「家庭住址」已修改"],
    ),
    "a suspension's reason is not told": (
        "staff",
        "suspensions: [{reason: 超范围, suspended_on: 2026-01-01}]",
        "suspensions: [{reason: 别的, suspended_on: 2026-01-01}]",
        ["暂停执业「2026-01-01」的「原因」已修改"],
    ),
    "a long number is not told": (
        "staff",
        "credentials: [{credential_type: a, number: '141100000012345'}]",
        "credentials: [{credential_type: a, number: '141100000099999'}]",
        ["证照与资质「a」的「编号」已修改"],
    ),
    "a digest is not told beside its file": (
        "staff",
        "credentials: [{credential_type: a, number: 甲-1}]",
        f"credentials: [{{credential_type: a, number: 甲-1, scan: {{file: attachments/a.pdf, sha256: '{'0' * 64}'}}}}]",
        ["证照与资质「a 甲-1」的「扫描件」的「文件」填写 attachments/a.pdf"],
    ),
    "a file with other content under its name": (
        "staff",
        f"credentials: [{{credential_type: a, scan: {{file: attachments/a.pdf, sha256: '{'0' * 64}'}}}}]",
        f"credentials: [{{credential_type: a, scan: {{file: attachments/a.pdf, sha256: '{'1' * 64}'}}}}]",
        ["证照与资质「a」的「扫描件」的「文件」换了内容"],
    ),
    "a key that nobody declared": ("staff", "name: 甲", "name: 甲\nnme: 乙", ["「不认识的键“nme”」已填写"]),
}


@pytest.mark.parametrize("case", CASES, ids=[case.replace(" ", "-") for case in CASES])
def test_a_change_of_a_record_reads(case):
    kind, before, after, expected = CASES[case]
    assert sentences(kind, before, after) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_compares_with_itself_as_the_same(kind):
    text = "---\nnote: 甲\n---\n" if KINDS[kind].suffix == ".md" else "note: 甲\n"
    assert sentences(kind, text, text) == []


def test_what_belongs_together_is_one_sentence():
    before = "posts: []"
    titles = ", ".join(f"{{title: 护士, obtained_on: 202{number}-01-01}}" for number in range(5))
    after = f"titles: [{titles}]\ncredentials: [{{credential_type: a, number: 甲-1, valid_to: 长期}}]"
    assert list(gathered(changes("staff", before, after))) == [
        "「证照与资质」新增：a 甲-1（有效期至 长期）",
        "「晋升晋级」新增 5 项：护士 2020-01-01；护士 2021-01-01；护士 2022-01-01；护士 2023-01-01等",
    ]
    before, after = (after, after.replace("甲-1, valid_to: 长期", "甲-2, valid_to: 2031-01-01"))
    assert list(gathered(changes("staff", before, after))) == [
        "证照与资质「a 甲-2」的「编号」甲-1 → 甲-2，「有效期至」长期 → 2031-01-01"
    ]


def test_two_people_of_one_name_are_told_apart():
    items = [
        Item(
            KINDS["staff"],
            one,
            Staff(name="甲", department_id="K01"),
            parse("name: 甲", f"archive/staff/{one}.yaml").source,
        )
        for one in ("D01", "D02")
    ]
    words = Words(Archive({one.key: one for one in items}))
    trees = ({"leader_id": "D01"}, {"leader_id": "D02"})
    (change,) = field_changes(KINDS["technique"].model, *trees, Both(words, words))
    assert change.sentence == "「项目负责人」甲（D01） → 甲（D02）"
