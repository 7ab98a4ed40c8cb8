"""The way back from evidence to the clauses that ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from meidang.archive.once import once
from meidang.readiness import State, cited_by
from meidang.render.pages import markup
from meidang.render.pages.addresses import clause_path
from meidang.render.pages.book import Book

#: How a clause's state looks.
STATE_STYLE = {
    State.MET: "fine",
    State.AT_RISK: "minor",
    State.NOT_MET: "veto",
    State.NOT_APPLICABLE: "notice",
}
_cited_by = once(cited_by)


def clauses_citing(book: Book, field: str, target: str) -> Sequence[str]:
    """The ids of the clauses that cite a piece of evidence; ``field`` is the name in ``Evidence``."""
    return [clause.id for _, clause in _cited_by(book.archive).get(f"{field}/{target}", ())]


def state_badge(state: State) -> str:
    """A clause's state as a coloured word."""
    return markup.badge(STATE_STYLE[state], state.value)


def clause_link(book: Book, here: str, clause: str) -> str:
    """A link to a clause by its number, with its state."""
    badge = _state(book, clause)
    number = book.clauses[clause][1].clause_no
    return f"{markup.link(here, clause_path(clause), number)}{badge and f' {badge}'}"


def cited_line(book: Book, here: str, field: str, target: str) -> str:
    """The clauses that cite it, one a line; empty where none does."""
    lines = "<br>".join(clause_link(book, here, one) for one in clauses_citing(book, field, target))
    return f'<span class="mid">{lines}</span>' if lines else ""


def cited_section(book: Book, here: str, field: str, target: str) -> str:
    """The section 对应条款 of a page; empty where no clause cites it."""
    found = clauses_citing(book, field, target)
    if not found:
        return ""
    rows = [
        (book.link(here, "clause", one), _state(book, one), markup.text(book.clauses[one][1].owner_dept or ""))
        for one in found
    ]
    table = markup.full_table(("条款", "准备度", "责任部门"), rows)
    return markup.blocks(markup.heading(2, "对应条款", "clauses"), table)


def _state(book: Book, clause: str) -> str:
    judged = book.judged.get(clause)
    return state_badge(judged.state) if judged else ""
