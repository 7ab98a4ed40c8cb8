"""追踪检查: the page on which an inspector types a seed and gets the sample of the command, drawn in the browser.

The browser draws from a frame (who may be drawn, and why somebody must be) and fetches only the sheets of those whom it
drew. Without scripts the page shows the sample of the day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from meidang.archive.collections import Entered
from meidang.archive.tracer import MOST_SEED, Population, populations
from meidang.models.department import Department
from meidang.render import escape
from meidang.render.documents.jobs import NO_REVISION
from meidang.render.pages import markup
from meidang.render.pages.addresses import TRACER, path_of
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.review.tracer_sample import (
    BOX,
    CHECK_HEADS,
    DRAWN_HEADS,
    LAST_SIGNS,
    PULL_HEADS,
    SIGNS,
    VERDICT,
    sample_html,
)
from meidang.render.pages.work.sheets import anchor_of, sheet_of_file
from meidang.render.tracer.inspection import Inspection
from meidang.render.tracer.pulls import FOLDERS
from meidang.render.tracer.sample import METHOD, default_seed, maker, sample
from meidang.render.tracer.sheet import Paper, Place, Sheet
from meidang.render.views import Desk

#: Sheets travel in bundles of so many.
_BUNDLE: Final = 24


def tracer_page(book: Book) -> Page:
    """What a tracer is, room for a seed, and the sample of the day."""
    seed = default_seed(book.as_of)
    drawn = sample(inspection_of(book), seed, book.revision or NO_REVISION)

    def link(place: Place, words: str) -> str:
        return markup.link(TRACER, place.page, words, place.anchor) if place.page else markup.text(words)

    body = markup.blocks(
        markup.title("追踪检查"),
        stamp(book),
        markup.para("检查人员现场说一个整数作种子，谁也无法事先准备；同一份档案、同一个种子，抽到的总是同样的记录。"),
        markup.unsearched(
            "\n".join(
                (
                    '<details class="tracer-method">',
                    f"<summary>怎样抽取</summary>\n<p>{METHOD}</p>",
                    f"<p><code>meidang tracer --seed {seed}</code> 抽到的相同，并生成 Word 文件。</p>\n</details>",
                    _form(book, seed),
                    f'<div id="tracer">\n{sample_html(drawn, link)}\n</div>',
                )
            )
        ),
    )
    return Page("追踪检查", body, "检查", words=("抽查", "抽样", "调阅清单", "核查表", "种子"), has_toc=False)


def _form(book: Book, seed: int) -> str:
    """Hidden until the script that serves it is there."""
    sizes = "".join(
        f'<label>{one.title} <input name="{one.id}" type="number" min="0" max="999" value="{one.size}"></label>'
        for one in populations(book.archive, book.as_of)
    )
    departments = "".join(f'<option value="{key}">{markup.text(name)}</option>' for key, name in _departments(book))
    return "\n".join(
        (
            '<form id="tracer-form" class="tracer-form" hidden>',
            f'<label>种子 <input name="seed" inputmode="numeric" autocomplete="off" value="{seed}" required></label>',
            f'<label>范围 <select name="department"><option value="">全院</option>{departments}</select></label>',
            sizes,
            '<button type="submit">抽取</button> <button type="button" name="print">打印</button>',
            '<p role="status"></p>',
            "</form>",
        )
    )


def inspection_of(book: Book) -> Inspection:
    """The desk at which the sheets of a site are written."""

    def row(one: Entered) -> Place:
        return Place(sheet_of_file(book.archive)[one.item.key].path, anchor_of(one))

    return Inspection(Desk(book.archive, book.as_of, book.findings), book.locate, path_of, row)


def _departments(book: Book) -> Sequence[tuple[str, str]]:
    """The departments to which anybody or anything belongs that may be drawn."""
    every = populations(book.archive, book.as_of)
    held = {department for one in every for member in one.members for department in member.departments}
    return [(item.id, item.label) for item in book.archive.of(Department) if item.id in held]


# --- what the browser draws from -------------------------------------------------------------------------------------


def tracer_files(book: Book) -> Mapping[str, bytes]:
    """``tracer/frame.js`` and the bundles of sheets, by path below the site's root; each calls a function."""
    make, questions = maker(inspection_of(book)), dict[str, int]()
    files: dict[str, bytes] = {}
    for one in populations(book.archive, book.as_of):
        for start in range(0, len(one.members), _BUNDLE):
            sheets = [_sheet(make(member.key), questions) for member in one.members[start : start + _BUNDLE]]
            number = start // _BUNDLE
            files[f"tracer/{one.id}-{number}.js"] = _call("sheets", one.id, number, sheets)
    files["tracer/frame.js"] = _call("frame", _frame(book, list(questions)))
    return files


def _call(function: str, *arguments: Any) -> bytes:
    """A script that hands data over. Why the escape: no reader of HTML may take it for the end of a script."""
    said = ",".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in arguments)
    said = said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"meidangTracer.{function}({said});\n".encode()


def _frame(book: Book, questions: Sequence[str]) -> dict[str, Any]:
    departments = _departments(book)
    numbers = {key: number for number, (key, _) in enumerate(departments)}
    return {
        "asOf": book.as_of.isoformat(),
        "revision": book.revision or NO_REVISION,
        "mostSeed": MOST_SEED,
        "bundle": _BUNDLE,
        "departments": departments,
        "populations": [_population(one, numbers) for one in populations(book.archive, book.as_of)],
        "questions": questions,
        "folders": FOLDERS,
        "heads": {"drawn": DRAWN_HEADS, "pulls": PULL_HEADS, "checks": CHECK_HEADS},
        "words": {"box": BOX, "verdict": VERDICT, "signs": SIGNS, "lastSigns": LAST_SIGNS},
    }


def _population(of: Population, departments: Mapping[str, int]) -> dict[str, Any]:
    cells = {key: number for number, key in enumerate(of.cells)}
    strata = {one.id: number for number, one in enumerate(of.strata)}
    members = [
        [
            one.key,
            cells[one.cell],
            sorted(strata[key] for key in one.strata),
            [departments[key] for key in one.departments if key in departments],
        ]
        for one in of.members
    ]
    return {
        "id": of.id,
        "title": of.title,
        "unit": of.unit,
        "scope": of.scope,
        "spread": of.spread,
        "strata": [one.title for one in of.strata],
        "cells": list(of.cells.items()),
        "members": members,
    }


def _sheet(sheet: Sheet, questions: dict[str, int]) -> list[Any]:
    """Title, more about it, its place, papers, and checks: the number of the question, and the facts."""
    checks = [[questions.setdefault(one.question, len(questions)), one.facts] for one in sheet.checks]
    papers = [list(_paper(one)) for one in sheet.papers]
    return [sheet.title, sheet.about, _address(sheet.place), papers, checks]


def _paper(one: Paper) -> Iterator[Any]:
    yield one.what
    yield one.number
    yield one.keeper
    yield _address(one.place)
    yield list(one.files)


def _address(place: Place) -> str:
    """As a link of the page says it; empty where there is none."""
    if not place.page:
        return ""
    return markup.address(TRACER, place.page) + (f"#{escape.url_path(place.anchor)}" if place.anchor else "")
