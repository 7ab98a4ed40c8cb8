"""Views: plain words only, exactly the names that ``names`` promises, and figures that nobody typed."""

from __future__ import annotations

import json

import pytest

from documents.example import AS_OF, archive
from meidang.archive import Archive, Item
from meidang.findings import Finding, Location, Severity
from meidang.kinds import KINDS
from meidang.models.base import adapter
from meidang.models.department import Department
from meidang.models.research import ResearchProject
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.render.views import GIVEN, Desk, is_by_year, names, show, view
from meidang.source.tree import Source

#: As a record names a file.
ATTACHED = {"file": "attachments/a.pdf", "sha256": "0123456789abcdef" * 4}
RECORDS = [item for item in archive().items.values() if not (item.kind.is_table or is_by_year(item.kind))]


def differences(offered, shown, path=""):
    """Where a view and the names that were promised disagree."""
    extra = {GIVEN} if GIVEN in shown else set()
    if set(offered) | extra != set(shown) | extra:
        yield f"{path}: {sorted(set(offered) ^ set(shown))}"
    for key, name in offered.items():
        value = shown.get(key)
        if name.many:
            for row in value:
                yield from differences(name.parts, row, f"{path}.{key}")
        elif name.parts:
            yield from differences(name.parts, value, f"{path}.{key}")
        elif type(value) is not str:
            yield f"{path}.{key}: {value!r}"


@pytest.mark.parametrize("item", RECORDS, ids=lambda item: item.key)
def test_a_view_offers_what_its_names_promise_in_plain_words(item):
    shown = view(archive(), item, AS_OF)
    assert list(differences(names(item.kind), shown)) == []
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.is_table], ids=lambda kind: kind.name)
def test_every_name_has_a_chinese_label(kind):
    def labels(offered):
        for key, name in offered.items():
            yield key, name.label
            yield from labels(name.parts)

    unlabelled = [key for key, label in labels(names(kind)) if not label or label.isascii()]
    assert set(unlabelled) <= set()


def person(**fields) -> dict:
    item = Item(
        KINDS["staff"],
        "X01",
        adapter(Staff).validate_python({"name": "甲", "department_id": "k", **fields}),
        Source("x"),
    )
    return view(Archive({item.key: item}), item, AS_OF)


def technique(**fields) -> dict:
    record = adapter(Technique).validate_python({"standard_name": "某术", "grade": "1", **fields})
    item = Item(KINDS["technique"], "T99", record, Source("x"))
    return view(Archive({item.key: item}), item, AS_OF)


def figures(*counted: int) -> dict:
    what = ("cases", "cured", "improved", "ineffective", "complications", "disputes")
    counts = dict(zip(what, counted, strict=True))
    row = {"year": "2025"} | {name: str(count) for name, count in counts.items()}
    return technique(figures=[row])["figures"][0]


def test_rates_are_computed_and_say_n_of_n():
    row = figures(612, 548, 58, 6, 9, 3)
    assert row["cure_rate"] == "99.02%（606/612）"
    assert row["ineffective_rate"] == "0.98%（6/612）"
    assert row["complication_rate"] == "1.47%（9/612）"
    assert row["dispute_rate"] == "0.49%（3/612）"


def test_a_year_without_cases_has_no_rate():
    assert figures(0, 0, 0, 0, 0, 0)["cure_rate"] == "—"


def test_a_technique_shows_the_research_projects_that_name_it():
    project = adapter(ResearchProject).validate_python({"research_title": "某课题", "technique_ids": ["T99"]})
    other = adapter(ResearchProject).validate_python({"research_title": "别的课题", "technique_ids": ["T98"]})
    record = adapter(Technique).validate_python({"standard_name": "某术", "grade": "1"})
    item = Item(KINDS["technique"], "T99", record, Source("x"))
    projects = [
        Item(KINDS["research_project"], f"R{number}", one, Source("x")) for number, one in enumerate((project, other))
    ]
    shown = view(Archive({one.key: one for one in (item, *projects)}), item, AS_OF)
    assert [row["research_title"] for row in shown["research"]] == ["某课题"]


def test_what_a_record_leaves_out_is_blank_and_says_so():
    shown = person()
    assert shown["radiation"][GIVEN] == ""
    assert shown["radiation"]["trained_on"] == ""
    assert shown["credentials"] == []
    assert shown["phone"] == ""


def test_a_broken_reference_is_shown_as_it_was_written():
    assert person()["department_id"] == "k"


def test_private_fields_are_in_the_internal_edition():
    assert person(phone="13800000000")["phone"] == "13800000000"


def test_the_last_line_end_of_a_block_is_no_content():
    assert person(note="一\n二\n")["note"] == "一\n二"


@pytest.mark.parametrize(
    ("privilege", "state"),
    [
        ({}, "有效"),
        ({"valid_to": "2026-06-30"}, "有效"),
        ({"valid_to": "2026-06-29"}, "过期"),
        ({"granted_on": "2026-07-01"}, "未生效"),
        ({"suspended_on": "2026-06-30"}, "暂停"),
        ({"suspended_on": "2026-05-01", "restored_on": "2026-06-30"}, "有效"),
    ],
    ids=["open", "last day", "expired", "not yet", "suspended", "restored"],
)
def test_a_privilege_is_in_force_or_says_why_not(privilege, state):
    shown = person(privileges=[{"privilege_type": "西医处方", **privilege}])
    assert [row["state"] for row in shown["privileges"]] == [state]
    listed = shown["authorised"] if state == "有效" else shown["not_authorised"]
    assert [row["name"] for row in listed] == ["西医处方"]


def test_hours_and_credits_are_added_up():
    shown = person(
        training=[
            {"trained_on": "2025-01-01", "content": "a", "hours": "100.5"},
            {"trained_on": "2025-02-01", "content": "b", "hours": "60", "aesthetic": "false"},
        ],
        continuing_education=[
            {"year": "2024", "item_name": "a", "credits": "10"},
            {"year": "2025", "item_name": "b", "credits": "12.5"},
            {"year": "2025", "item_name": "c", "credits": "12.5"},
        ],
    )
    assert shown["training_hours"] == "100.5"
    assert [(row["year"], row["credits"]) for row in shown["credits_by_year"]] == [("2025", "25"), ("2024", "10")]


def test_attachments_are_gathered_from_the_whole_record():
    shown = person(papers=[{"paper_title": "论文甲", "journal_or_project": "某刊", "file": ATTACHED}])
    assert shown["attachments"] == [
        {"label": "论文甲", "file": "attachments/a.pdf", "number": "", "cited": "a.pdf", "digest": "0123456789ab"}
    ]
    assert shown["papers"][0]["file"] == {
        "given": "是",
        "file": "attachments/a.pdf",
        "sha256": ATTACHED["sha256"],
        "shown_in": "",
        "note": "",
        "number": "",
        "cited": "a.pdf",
        "digest": "0123456789ab",
    }


def test_an_attachment_goes_by_its_number_where_an_appendix_prints_it():
    papers = [{"paper_title": "论文甲", "journal_or_project": "某刊", "file": ATTACHED}]
    record = adapter(Staff).validate_python({"name": "甲", "department_id": "k", "papers": papers})
    made = Item(KINDS["staff"], "X01", record, Source("x"))
    desk = Desk(Archive({made.key: made}), AS_OF, attachment_numbers={"attachments/a.pdf": 12})
    (row,) = show(desk, made)["attachments"]
    assert (row["number"], row["cited"]) == ("附件 12", "见附件 12")


@pytest.mark.parametrize("name", ["sign_photo", "approval_file", "file"])
def test_what_a_record_does_not_attach_is_blank(name):
    kind = {"sign_photo": "department", "approval_file": "research_project", "file": "agreement"}[name]
    offered = names(KINDS[kind])
    found = offered["zones"].parts[name] if name == "sign_photo" else offered[name]
    assert found.blank["cited"] == found.blank["given"] == ""


def test_findings_of_the_record_come_heaviest_first():
    item = archive().of(Staff)[0]
    findings = [
        Finding("A001", Severity.MINOR, "轻", Location("a"), record=item.key),
        Finding("B001", Severity.VETO, "重", Location("a"), record=item.key, due=AS_OF),
        Finding("C001", Severity.VETO, "别人的", Location("a"), record="staff/zz"),
    ]
    rows = view(archive(), item, AS_OF, findings)["findings"]
    assert [(row["severity"], row["message"], row["due"]) for row in rows] == [
        ("否决", "重", "2026-06-30"),
        ("一般", "轻", ""),
    ]


def test_a_department_that_is_not_in_use_is_listed_as_such_without_a_dossier_to_look_up():
    def department(name: str, in_use: str) -> Item[Department]:
        fields = {"dept_no": "15", "dept_name": name, "category": "临床", "in_use": in_use, "archive_no": f"KS-{name}"}
        return Item(KINDS["department"], name, adapter(Department).validate_python(fields), Source("x"))

    whole = archive()
    made = {one.key: one for one in (department("药剂科", "true"), department("口腔科", "false"))}
    rows = view(Archive({**made, "institution": whole.institution}), whole.institution, AS_OF)["departments"]
    shown = {row["name"]: (row["in_use"], row["people"], row["archive_no"]) for row in rows}
    assert shown == {"药剂科": ("是", "0", "KS-药剂科"), "口腔科": ("否", "", "")}


def test_the_institution_lists_seventeen_facts_each_with_its_words():
    facts = show(Desk(archive(), AS_OF), archive().institution)["facts"]
    assert len(facts) == 17
    assert all(row["name"] and row["value"] for row in facts)
