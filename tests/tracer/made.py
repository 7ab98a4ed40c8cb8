"""What the tests of the tracer share: the example hospital, its populations, samples and pages."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape

from documents.example import AS_OF, archive
from meidang.archive import Archive
from meidang.archive.tracer import populations
from meidang.models.audience import Edition
from meidang.models.base import changed
from meidang.render.pages.addresses import path_of
from meidang.render.pages.book import Book
from meidang.render.pages.editions.projection import project
from meidang.render.pages.work.sheets import anchor_of, sheet_of_file
from meidang.render.tracer.inspection import Inspection
from meidang.render.tracer.sample import sample
from meidang.render.tracer.sheet import Place
from meidang.render.views import Desk
from meidang.rules import RULES, run_rules

REVISION = "0123456789"
#: The case without discussion, review and the anaesthetist's signature.
BAD_CASE = "case/C26-0118"


@cache
def findings():
    return tuple(run_rules(archive(), RULES.values(), AS_OF))


def population(name: str, of: Archive | None = None):
    return next(one for one in populations(of or archive(), AS_OF) if one.id == name)


def edited(key: str, **values) -> Archive:
    """The example with other values in a record."""
    whole = archive()
    item = whole.items[key]
    return Archive({**whole.items, key: replace(item, record=changed(item.record, values))}, whole.ids)


def only(*kinds: str) -> Archive:
    """The example without records of other kinds than these and its tables."""
    whole = archive()
    items = {key: item for key, item in whole.items.items() if item.kind.is_table or item.kind.name in kinds}
    return Archive(items, whole.ids)


def inspection(of: Archive | None = None, found=None) -> Inspection:
    """At the desk of the institution itself."""
    whole = of or archive()
    desk = Desk(whole, AS_OF, findings() if found is None else found)

    def row(one):
        return Place(sheet_of_file(whole)[one.item.key].path, anchor_of(one))

    return Inspection(desk, lambda key, path: whole.items[key].locate(path), path_of, row)


def drawn(seed: int, **more):
    return sample(inspection(), seed, REVISION, **more)


@cache
def book() -> Book:
    """The example as inspectors see it."""
    whole = archive()
    shown = project(whole, Edition.INSPECTOR, AS_OF)
    return Book(
        Edition.INSPECTOR, shown, findings(), AS_OF, REVISION, {}, lambda key, path: whole.items[key].locate(path)
    )


def text_of(html: str) -> str:
    """What stands on a page, without blanks and line ends."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
