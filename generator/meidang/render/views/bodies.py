"""Derived for agreements, committees and research projects: where each stands, and what the ledgers hold of it."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from meidang.archive.research import closing_due, is_open
from meidang.models.agreement import Agreement
from meidang.models.committee import Committee
from meidang.models.ledgers.quality import CommitteeDecision
from meidang.models.research import ResearchProject
from meidang.render.views.desk import Subject
from meidang.render.views.states import StateView, term_state
from meidang.render.views.words import date_word


def agreement(of: Subject[Agreement]) -> StateView:
    """Whether it still binds."""
    return {"state": term_state(of.desk, of.model.valid_to)}


class CommitteeView(TypedDict):
    """A committee on the day."""

    decisions_summary: Annotated[str, "决议小结"]
    decisions: Annotated[list[dict[str, Any]], CommitteeDecision, "决议（近一年）"]


def committee(of: Subject[Committee]) -> CommitteeView:
    """What it decided in the last year."""
    every = of.desk.entries_about("committee_decision", "committee_id", of.item.id)
    year = of.desk.recent(every)
    open_ones = sum(not one.entry.followed_up for one in year)
    return {
        "decisions_summary": f"近一年决议 {len(year)} 项，其中 {open_ones} 项还没有填写落实情况。",
        "decisions": of.rows(year),
    }


class ResearchView(TypedDict):
    """A research project on the day."""

    state: Annotated[str, "状态"]
    close_by: Annotated[str, "应结题日期"]


def research_project(of: Subject[ResearchProject]) -> ResearchView:
    """Running, closed, or past the day by which it was to be closed."""
    due, day = closing_due(of.model), of.desk.as_of
    running = "逾期未结题" if due is not None and due < day else "在研"
    return {"state": running if is_open(of.model, day) else "已结题", "close_by": date_word(due)}
