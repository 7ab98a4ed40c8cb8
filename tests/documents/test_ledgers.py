"""Word lists of ledgers: a document for each ledger and year, department by department, and no empty cell."""

from __future__ import annotations

from datetime import date

import pytest

from documents.example import W, paragraphs, part, templates
from documents.test_views import differences
from meidang.archive import Archive, Item
from meidang.kinds import KINDS
from meidang.models.base import adapter
from meidang.render.documents import render_documents
from meidang.render.views import Desk, is_by_year, names, show_year, years
from meidang.source.tree import Source

AS_OF = date(2026, 6, 30)
BY_YEAR = [kind for kind in KINDS.values() if is_by_year(kind)]
COUNT = {"drug_item_id": "botulinum", "date": "2026-03-02", "book": "18", "counted": "17"}


def item(kind: str, key: str, tree: dict) -> Item:
    return Item(KINDS[kind], key, adapter(KINDS[kind].model).validate_python(tree), Source("x"))


def ledger(kind: str, *entries: dict, department: str | None = None, period: str = "2026") -> Item:
    tree = {"period": period, "entries": list(entries)} | ({"department_id": department} if department else {})
    return item(kind, f"{department or 'hospital'}-{period}", tree)


DEPARTMENTS = (
    item("department", "pharmacy", {"dept_name": "药剂科", "dept_no": "18", "category": "医技", "in_use": "true"}),
    item(
        "department", "injectables", {"dept_name": "微整注射科", "dept_no": "2", "category": "临床", "in_use": "true"}
    ),
)


def documents(*items: Item):
    archive = Archive({one.key: one for one in (*items, *DEPARTMENTS)})
    kinds = {one.kind.name for one in items}
    files = {name: content for name, content in templates().items() if name.split(".")[0] in kinds}
    return list(render_documents(archive, (), files, as_of=AS_OF, revision="abc"))


def test_a_ledger_has_a_document_for_each_of_its_years():
    last = ledger("drug_daily_count", {**COUNT, "date": "2025-03-02"}, period="2025")
    made = documents(ledger("drug_daily_count", COUNT), last)
    assert [(one.kind, one.id, one.words) for one in made] == [
        ("drug_daily_count", "2025", ("高风险药品日核对台账",)),
        ("drug_daily_count", "2026", ("高风险药品日核对台账",)),
    ]
    assert "2025 年高风险药品日核对台账" in paragraphs(made[0].content)


def test_departments_come_by_number_behind_the_institution():
    made = documents(*(ledger("drug_daily_count", COUNT, department=one) for one in ("pharmacy", None, "injectables")))
    said = [text for text in paragraphs(made[0].content) if text.endswith("（1 条）")]
    assert said == ["院级（1 条）", "微整注射科（1 条）", "药剂科（1 条）"]


def test_what_is_not_known_is_a_dash_and_what_follows_is_computed():
    (made,) = documents(ledger("drug_daily_count", COUNT))
    table = next(part(made.content).iter(f"{W}tbl"))
    (_, row) = (["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr"))
    assert row[:2] == ["1", "2026-03-02"]
    assert row[-6:] == ["18", "17", "-1", "—", "—", "—"]
    assert all(row)


def test_what_comes_after_the_day_is_left_out():
    (made,) = documents(ledger("drug_daily_count", COUNT, {**COUNT, "date": "2026-07-01"}))
    assert any("共 1 条" in text for text in paragraphs(made.content))


def test_improvement_is_listed_by_its_two_levels():
    turn = {"pdca_stage": "检查", "checked_on": "2026-03-02", "content": "查", "problem": "题"}
    own = ledger("qi_entry", {**turn, "qi_no": "Y1", "level": "院级", "problem": "院级问题"})
    department = ledger(
        "qi_entry", {**turn, "qi_no": "K1", "level": "科级", "problem": "科级问题"}, department="pharmacy"
    )
    (made,) = documents(own, department)
    said = paragraphs(made.content)
    first, second = said.index("院级持续改进台账"), said.index("科级持续改进台账")
    assert first < said.index("院级问题") < second < said.index("科级问题")
    assert "药剂科" in said[second:]


@pytest.mark.parametrize("kind", BY_YEAR, ids=lambda kind: kind.name)
def test_every_ledger_has_a_template_that_lies_on_its_side(kind):
    body = part(templates()[f"{kind.name}.docx"])
    assert body.find(f".//{W}pgSz").get(f"{W}orient") == "landscape"


def test_a_year_offers_what_its_names_promise():
    desk = Desk(Archive({one.key: one for one in (ledger("drug_daily_count", COUNT), *DEPARTMENTS)}), AS_OF)
    kind = KINDS["drug_daily_count"]
    assert years(desk, kind) == [2026]
    assert list(differences(names(kind), show_year(desk, kind, 2026))) == []
