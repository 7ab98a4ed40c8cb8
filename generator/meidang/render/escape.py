"""Data -> text that is safe in one kind of place. Used by every renderer; the only module that knows how.

One function per destination, and no other way: a person's name may hold ``<script>``, ``| a |`` or ``[x](y)``, and all
of it must be read by people as it was typed. Why entities for nearly all ASCII punctuation rather than the few
characters that matter to HTML: pages are also given to engines that read Markdown or template tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

import yaml

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_HTML = re.compile("[\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# What no reader of HTML, Markdown or a template language gives a meaning to: - . , ( ) / % :
_PUNCTUATION = r"!-$&'*+;-@\[-`{-~"
# White space at an edge, beside other white space or of another kind than the plain space would be lost or be layout.
_MARKS = re.compile(rf"[{_PUNCTUATION}]|[^\S ]|(?<!\S) | (?!\S)")
# What ends a string of a style sheet, or the element that holds it.
_CSS_MARKS = re.compile(r"""["'\\<>&{}]|[\x00-\x1f]""")
#: Front matter that the site's templates print without escaping.
_PRINTED = frozenset({"author", "description", "subtitle", "tags", "title"})


def html(text: str) -> str:
    """``text`` between HTML tags."""
    return "&#10;".join(_entities(line) for line in _LINE_END.split(_visible(text)))


def html_lines(text: str) -> str:
    """``text`` between HTML tags; lines end in ``<br>``, the only tag made."""
    return "<br>".join(_entities(line) for line in _LINE_END.split(_visible(text)))


def html_attribute(text: str) -> str:
    """``text`` between the quotes of an HTML attribute."""
    return html(text)


def url_path(path: str) -> str:
    """A relative path for the target of a link: every segment percent-encoded, never another host or scheme."""
    return quote(path.lstrip("/"), safe="/", errors="replace")


def css_string(text: str) -> str:
    """``text`` as a string of a style sheet, with its quotes; a line end is a blank."""
    words = _CSS_MARKS.sub(lambda match: f"\\{ord(match[0]):x} ", _LINE_END.sub(" ", _visible(text)))
    return f'"{words}"'


def front_matter(values: Mapping[str, object]) -> str:
    """The YAML block at the head of a Markdown page, with both ``---`` lines.

    Values are texts, numbers, booleans, dates, and lists and mappings of those.
    Why some keys become HTML: MkDocs and Material print them as they are, so a title ``<script>`` would run.
    """
    ready = {
        _yaml_text(key): _each_text(html if key in _PRINTED else _yaml_text, value) for key, value in values.items()
    }
    block = yaml.safe_dump(ready, allow_unicode=True, sort_keys=False, width=2**31)
    return f"---\n{block}---\n"


def _yaml_text(text: str) -> str:
    # Why: PyYAML writes U+0085 as a line end of its own and reads a space.
    return xml_text(text).replace("\x85", "\n")


def _each_text(change: Callable[[str], str], value: object) -> object:
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_each_text(change, item) for item in value]
        case dict():
            return {_each_text(change, key): _each_text(change, item) for key, item in value.items()}
        case _:
            return value


def xml_text(text: str) -> str:
    """``text`` for an XML writer, which escapes markup itself: characters that XML 1.0 cannot hold become U+FFFD.

    Why a sign and not nothing: it is seen in Word and on paper, so that nobody takes a damaged text for a sound one.
    The reader of archives refuses such characters anyway; this is for what comes past it.
    """
    return _NOT_XML.sub("\ufffd", text)


def _visible(text: str) -> str:
    """No character that a page cannot hold or shows as nothing: U+FFFD in its place."""
    return _NOT_HTML.sub("\ufffd", xml_text(text))


def _entities(line: str) -> str:
    return _MARKS.sub(lambda match: f"&#{ord(match[0])};", line)
