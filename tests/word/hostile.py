"""Words that have broken documents before, and every document of the small hospital with such words in every field."""

from __future__ import annotations

from functools import cache
from typing import Any

from documents.example import AS_OF, REVISION, SMALL, archive, templates
from meidang.kinds import KINDS
from meidang.render.documents.templates import open_templates
from meidang.render.views import Desk, is_by_year, show, show_year, years
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

HOSTILE = (
    "& < > \" ' &amp; &#60; ]]> <!-- --> <?xml?> <w:p/></w:t>",
    "{{ name }} {% if x %} {%p endif %} {# #} {%tr for x in y %} {{r x }}",
    "  两边  与 中间   的空格  ",
    "一行\n\n三行\t制表\r\n末行\r再一行",
    "👩‍⚕️👨‍👩‍👧‍👦🏳️‍🌈 𠮷野家 𰻞𰻞面 e\u0301 a\u0308\u0323 ½ ☑☐ ㎎ ℃",
    "مرحبا שלום 中文 \u202edcba\u202c",
    "W" * 200 + " https://example.invalid/" + "a/" * 90 + "?q=1&r=<2>",
    "字" * 5000,
    "句子。" * 300 + "\n" + "long words " * 200,
    "控制\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff\ud800符",
)


@cache
def filled(words: str) -> dict[str, bytes]:
    """A document of every template, with these words in place of every value."""
    opened = open_templates(templates())
    desk = Desk(archive(SMALL), AS_OF, ())
    made: dict[str, bytes] = {}
    for template in opened.templates:
        view = {**_said(view_of(desk, template.kind.name), words), "revision": REVISION}
        title = template.title_for(view)
        known = words.encode("utf-8", "replace").decode()
        facts = Facts(template.kind.name, "H01", template.name, title, AS_OF.isoformat(), REVISION, known, "1.0")
        made[template.name] = template.fill(view, Properties(title, words, AS_OF, REVISION), facts)
    return made


def view_of(desk: Desk, name: str) -> dict[str, Any]:
    kind = KINDS[name]
    if is_by_year(kind):
        return show_year(desk, kind, years(desk, kind)[0])
    return show(desk, next(item for item in desk.archive.items.values() if item.kind is kind))


def _said(value: Any, words: str) -> Any:
    """A view whose every text, empty ones too, is ``words``; its lists as long as they were."""
    if isinstance(value, dict):
        return {key: _said(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one, words) for one in value]
    return words if isinstance(value, str) else value
