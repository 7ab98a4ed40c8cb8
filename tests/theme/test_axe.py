"""axe finds nothing serious on any type of page, in light and dark, on a desk and on a phone, in every edition."""

from __future__ import annotations

import pytest

from browser import until
from meidang.models.audience import Edition
from theme.kinds_of_pages import EVERY
from tools import require_node_file

pytestmark = pytest.mark.browser

_SERIOUS = {"serious", "critical"}
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found.violations.map(
  (one) => [one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 200)).slice(0, 3)])));
"""


#: Inspectors see the pages of the institution with less on them; these are those that differ in kind.
_INSPECTORS = {"index.html", "findings.html", "attachments.html", "staff/D03.html", "ledger/case-2026.html"}
_SEEN = [(edition, page) for edition, page in EVERY if edition is not Edition.INSPECTOR or page in _INSPECTORS]


@pytest.fixture(scope="module")
def axe():
    return require_node_file("axe-core", "axe.min.js").read_text()


def _until_painted(chrome, scheme):
    """The page follows the screen, and its tables are measured anew, a moment after the screen has changed."""
    shown = "return document.documentElement.dataset.scheme"
    until(chrome, lambda one: one.execute_script(shown) == scheme)
    chrome.execute_async_script("const d = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => d()))")


def _name(value):
    return value.word if isinstance(value, Edition) else value


@pytest.mark.parametrize(("edition", "page"), _SEEN, ids=_name)
def test_axe_finds_nothing_serious(edition, page, sites, screen, axe):
    chrome = screen()
    chrome.get(f"{sites[edition].as_uri()}/{page}")
    chrome.execute_script(axe)
    for width, dark in ((1300, False), (390, True)):
        screen(width, dark=dark)
        _until_painted(chrome, "dark" if dark else "light")
        found = chrome.execute_async_script(_RUN)
        assert [one for one in found if one[0] in _SERIOUS] == [], (width, dark)


def test_axe_finds_nothing_serious_in_the_open_drawer_of_a_phone(internal, screen, axe):
    chrome = screen(390)
    chrome.get(f"{internal.as_uri()}/staff/D03.html#nav")
    chrome.execute_script(axe)
    assert [one for one in chrome.execute_async_script(_RUN) if one[0] in _SERIOUS] == []
