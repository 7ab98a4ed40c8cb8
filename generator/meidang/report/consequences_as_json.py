r"""Consequences -> JSON for other programs. Stable: keys are added, never renamed, unless ``schema_version`` goes up.

    schema_version  1
    base, head      revision (short hash, or what stands for it), words (which of all versions; may be "")
    as_of           the day on which both were judged, YYYY-MM-DD
    weighs          whether something comes that weighs 重要 or more (exit code 1)
    summary         a few sentences in Chinese
    unsure          why something was not compared, "" where all was
    notes           what else is to be known of the comparison, sentences
    errors, mended  data errors of the later version; those of the earlier that are gone; each a finding, see below
    facts           sort (its Chinese word), id (stable: "renewed"), record (key), what, before, after
    records         sort ("added" | "removed" | "changed"), record (key), kind, name, path, old_path, unread, fields:
                      sort, label, group, item, before, after, detail, hidden, sentence
    renumbered      record (key), old_record, kind, name, references, records
    laid_out        paths of files in which only layout or comments changed
    findings        came, went: findings; altered: each with before and after. A finding has
                      code, severity, message, fix, clause, record, path, line, column, due as in ``as_json``
    clauses         standard, clause, title, veto, before, after, worse, why (sentences)
    standings       standard; not_met, vetoes, points, full: each [before, after]
    documents       sort, title, path (below build/docs), part, renamed
    workbooks       sort, title, path (below build/docs) of the Excel ledgers
    binder_parts    part, old_part ("" unless renamed), tab, added, removed, changed (titles), lists (titles of what was
                      changed and is drawn up by the binder itself)
    binder_reordered  whether parts of the binder or what is in them stand in another order
    templates       sort, path (the template's name), old_path ("")
    attachments     sort, path (below archive), old_path (of one that moved with the same content)

Private values are in none of it: a change of them has ``hidden`` true and no values. UTF-8, indented by two spaces.
"""

from __future__ import annotations

import json
from typing import Any

from meidang.consequences import (
    ClauseTurn,
    Consequences,
    DocumentChange,
    Fact,
    FileChange,
    PartChange,
    RecordChange,
    Standing,
    Version,
    summary,
)
from meidang.findings import Finding
from meidang.report.lines import visible


def consequences_as_json(of: Consequences) -> str:
    """Everything, nothing cut; keys as in the module's docstring."""
    document = {
        "schema_version": 1,
        "base": _version(of.base),
        "head": _version(of.head),
        "as_of": of.as_of.isoformat(),
        "weighs": of.weighs,
        "summary": list(summary(of)),
        "unsure": of.unsure or of.papers.unsaid,
        "notes": list(of.notes),
        "errors": [_finding(one) for one in of.errors],
        "mended": [_finding(one) for one in of.mended],
        **_means(of),
        **_changes(of),
        **_papers(of),
    }
    return visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _version(one: Version) -> dict[str, str]:
    return {"revision": one.revision, "words": one.words}


def _means(of: Consequences) -> dict[str, Any]:
    turned = of.findings
    return {
        "facts": [_fact(one) for one in of.facts],
        "findings": {
            "came": [_finding(one) for one in turned.came],
            "went": [_finding(one) for one in turned.went],
            "altered": [{"before": _finding(one.before), "after": _finding(one.after)} for one in turned.altered],
        },
        "clauses": [_clause(one) for one in of.clauses],
        "standings": [_standing(one) for one in of.standings],
    }


def _fact(one: Fact) -> dict[str, str]:
    return {
        "sort": one.sort.value,
        "id": one.sort.name.lower(),
        "record": one.key,
        "what": one.what,
        "before": one.before,
        "after": one.after,
    }


def _clause(one: ClauseTurn) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "clause": one.number,
        "title": one.title,
        "veto": one.is_veto,
        "before": one.before.value,
        "after": one.after.value,
        "worse": one.is_worse,
        "why": list(one.why),
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "not_met": list(one.not_met),
        "vetoes": list(one.vetoes),
        "points": [str(each) for each in one.points],
        "full": [str(each) for each in one.full],
    }


def _changes(of: Consequences) -> dict[str, Any]:
    return {
        "records": [_record(one) for one in of.changes],
        "renumbered": [
            {
                "record": one.key,
                "old_record": one.old_key,
                "kind": one.kind,
                "name": one.name,
                "references": one.references,
                "records": one.records,
            }
            for one in of.records.renumbered
        ],
        "laid_out": list(of.records.laid_out),
    }


def _record(one: RecordChange) -> dict[str, Any]:
    fields = [
        {
            "sort": each.sort.name.lower(),
            "label": each.label,
            "group": each.group,
            "item": each.item,
            "before": each.before,
            "after": each.after,
            "detail": each.detail,
            "hidden": each.is_hidden,
            "sentence": each.sentence,
        }
        for each in one.fields
    ]
    return {
        "sort": one.sort.name.lower(),
        "record": one.key,
        "kind": one.kind,
        "name": one.name,
        "path": one.path,
        "old_path": one.old_path,
        "unread": one.unread,
        "fields": fields,
    }


def _papers(of: Consequences) -> dict[str, Any]:
    papers = of.papers
    return {
        "documents": [_document(one) for one in papers.documents],
        "workbooks": [_workbook(one) for one in papers.workbooks],
        "binder_parts": [_part(one) for one in papers.parts],
        "binder_reordered": papers.is_reordered,
        "templates": [_file(one) for one in papers.templates],
        "attachments": [_file(one) for one in papers.attachments],
    }


def _document(one: DocumentChange) -> dict[str, Any]:
    return {
        "sort": one.sort.name.lower(),
        "title": one.title,
        "path": one.path,
        "part": one.part,
        "renamed": one.is_renamed,
    }


def _workbook(one: DocumentChange) -> dict[str, str]:
    return {"sort": one.sort.name.lower(), "title": one.title, "path": one.path}


def _part(one: PartChange) -> dict[str, Any]:
    return {
        "part": one.title,
        "old_part": one.old_title,
        "tab": one.tab,
        "added": list(one.added),
        "removed": list(one.removed),
        "changed": list(one.changed),
        "lists": list(one.lists),
    }


def _file(one: FileChange) -> dict[str, str]:
    return {"sort": one.sort.name.lower(), "path": one.path, "old_path": one.old_path}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.name.lower(),
        "message": one.message,
        "fix": one.fix,
        "clause": one.clause,
        "record": one.record,
        "path": one.location.path,
        "line": one.location.line or None,
        "column": one.location.column or None,
        "due": one.due.isoformat() if one.due else None,
    }
