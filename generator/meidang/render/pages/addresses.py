"""Where everything stands on the site: one path for each record, list, ledger, clause, duty and indicator."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from meidang.archive import Item
from meidang.archive.collections import COLLECTIONS
from meidang.findings import Explanation
from meidang.kinds import KINDS, Kind, kind_of
from meidang.models.attachment import Attachment
from meidang.models.base import describe
from meidang.models.references import COLLECTION, FIELD, KIND, RULE
from meidang.models.shared import GuidingDocument

#: The pages that stand alone, for the navigation.
OVERVIEW: Final = "index.html"
FINDINGS: Final = "findings.html"
RULES: Final = "rules.html"
FIELDS: Final = "fields.html"
REQUIREMENTS: Final = "requirements.html"
READINESS: Final = "readiness.html"
FORECAST: Final = "forecast.html"
LEDGERS: Final = "ledger/index.html"
DUTIES: Final = "duties.html"
INDICATORS: Final = "indicators.html"
CHANGES: Final = "changes.html"
EXPIRY: Final = "expiry.html"
CALENDAR: Final = "calendar.html"
ATTACHMENTS: Final = "attachments.html"
TRACER: Final = "tracer.html"
FILLING: Final = "filling.html"
#: The edit forms: no page of ours, but one that stands beside them.
FORMS: Final = "forms/index.html"
TODO: Final = "todo/index.html"
WHO: Final = "who.html"


def path_of(item: Item[Any]) -> str:
    """The page of a record or table, below the site's root; a ledger's file has none of its own."""
    return f"{item.kind.name}.html" if item.kind.single else f"{item.kind.name}/{item.id}.html"


def list_path(kind: Kind) -> str:
    """The list of a kind's records; a single record is its own list, a ledger has one page for all its files."""
    if kind.is_ledger:
        return collection_path(kind.name)
    return f"{kind.name}.html" if kind.single else f"{kind.name}/index.html"


def form_of(path: str) -> str:
    """Which form of ``FORMS`` a record's file is filled in, as its fragment; empty for a file that is no record."""
    kind = kind_of(path)
    if kind is None:
        return ""
    if kind.single:
        return f"/collections/tables/entries/{kind.name}"
    return f"/collections/{kind.name}/entries/{path.rpartition('/')[2].removesuffix(kind.suffix)}"


def collection_path(name: str) -> str:
    """The page of a ledger, or of a group that records hold (``technique.supervision``)."""
    return f"ledger/{stem(name)}.html"


def workbook_path(name: str) -> str:
    """A collection's entries as an Excel file."""
    return f"download/{stem(name)}.xlsx"


def stem(name: str) -> str:
    """A collection's name as part of a file's."""
    return name.replace(".", "-")


def attachment_path(file: str) -> str:
    """The page of an attachment. Why a digest: a file's name is in Chinese, and may hold a personal number."""
    return f"attachment/{hashlib.sha256(file.encode()).hexdigest()[:12]}.html"


def todo_path(kind: str, name: str) -> str:
    """What waits for a person, a department, or an office, whose name is in Chinese and becomes a digest."""
    tail = name if name.isascii() else hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"todo/{kind}-{tail}.html"


def calendar_path(kind: str, name: str) -> str:
    """The calendar beside somebody's page."""
    return f"{todo_path(kind, name).removesuffix('.html')}.ics"


def clause_path(clause: str) -> str:
    """The page of a clause."""
    return f"clause/{clause}.html"


def rule_path(code: str) -> str:
    """The page of a rule."""
    return f"rule/{code}.html"


def fields_path(kind: str) -> str:
    """The page of a kind's fields, with what to write in each."""
    return f"fields/{kind}.html"


#: Rows of tables that have a page each.
_ROW_PAGES: Final = {"duties": "duty", "indicators": "indicator"}


def page_of(kind: str, row: str) -> str | None:
    """The page of a table's row, for tables whose rows have one: duties and indicators."""
    return f"{_ROW_PAGES[kind]}/{row}.html" if kind in _ROW_PAGES else None


def section_anchor(kind: Kind, name: str) -> str:
    """Where the section of a field begins on a record's page; empty for a fact, which stands at the head."""
    declared = describe(kind.model)[name]
    if declared.model in (None, Attachment):
        return ""
    return DOCUMENTS if declared.model is GuidingDocument and not declared.many else name.replace("_", "-")


#: The section of a record's guiding documents, which share one.
DOCUMENTS: Final = "documents"


def row_anchor(key: str) -> str:
    """Where a table's row stands on its page, in ASCII: MkDocs compares addresses as they are written."""
    return "row-" + quote(key, safe="").replace("%", ".")


class Offered(NamedTuple):
    """What the program itself offers to be named: its page, the place there, and what people call it."""

    path: str
    anchor: str
    words: str


def offered(kind: str, target: str, explanations: Mapping[str, Explanation]) -> Offered | None:
    """A kind, a ledger, a field or a rule, where ``kind`` is one of those and the program has it."""
    if kind == KIND and target in KINDS:
        return Offered(list_path(KINDS[target]), "", KINDS[target].plural)
    if kind == COLLECTION and target in COLLECTIONS:
        return Offered(collection_path(target), "", COLLECTIONS[target].title)
    if kind == RULE and target in explanations:
        return Offered(rule_path(target), "", f"{target} {explanations[target].title}")
    owner, _, name = target.partition(".")
    if kind == FIELD and owner in KINDS and (declared := describe(KINDS[owner].model).get(name)):
        return Offered(list_path(KINDS[owner]), "", f"{KINDS[owner].plural}：{declared.label}")
    return None
