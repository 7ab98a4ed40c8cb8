"""A part's tags together: where each stands, what belongs together, and one source in which all of them can be judged.

``Reading.source`` has one line for each paragraph, so that what the template language says of line 7 is said of the
seventh paragraph. What is never closed is closed in it, and ends of nothing are left out, so that the rest is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from meidang.load.nearest import nearest
from meidang.render.word.places import OBJECT, Line, Place
from meidang.render.word.tags import KEYWORDS, Slip, Speller, Tag, has_tags

#: Stands for an expression that could not be read; whoever judges names knows nothing of it and says nothing.
BROKEN: Final = "__broken__"
#: The name that a picture takes the place of, with its whole paragraph.
STAMP: Final = "stamp"
#: Reads a source; raises TemplateSyntaxError.
Parse = Callable[[str], nodes.Template]

_ENDS: Final = {"endfor": "for", "endif": "if"}
#: What a tag must have for itself, by its level.
_ALONE: Final = {"tr": "一行", "tc": "一格", "p": "一段"}
#: Tags of a part, and heads that are open at once: far more than forms need, few enough to be read in seconds.
_MOST_TAGS, _DEEPEST = 10_000, 30


@dataclass
class Reading:
    """What was found in a part. ``tree``: what the template language made of it, None where it could not."""

    lines: Sequence[Line]
    slips: list[Slip]
    pieces: list[list[str]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    tree: nodes.Template | None = None

    @property
    def source(self) -> str:
        """What is judged: the tags alone, each paragraph's on a line of its own."""
        return "\n".join("".join(pieces) for pieces in self.pieces)


def read_tags(lines: Sequence[Line], parse: Parse, names: Callable[[str], str | None]) -> Reading:
    """Every tag of the lines and what is wrong with them.

    ``names`` gives the path for what stands in single braces, None where it is no name. Tags are read one by one only
    where they cannot be read together: then one slip must not hide the next.
    """
    reading = _read(lines, lambda _: nodes.Template([]), names)
    for again in (False, True):
        if again:
            reading = _read(lines, parse, names)
        with suppress(TemplateSyntaxError):
            reading.tree = parse(reading.source)
            break
    return reading


def _read(lines: Sequence[Line], parse: Parse, names: Callable[[str], str | None]) -> Reading:
    speller = Speller(names)
    reader = _Reader(Reading(lines, speller.slips), speller, parse)
    for number, line in enumerate(lines, start=1):
        speller.line = number
        reader.reading.pieces.append([])
        if len(reader.reading.tags) <= _MOST_TAGS:
            reader.read(line)
    reader.finish()
    speller.slips.sort(key=lambda slip: slip.line)
    return reader.reading


@dataclass
class _Reader:
    reading: Reading
    speller: Speller
    parse: Parse
    open: list[Tag] = field(default_factory=list)
    #: The texts of each row and each cell, by the element.
    texts: dict[etree._Element, str] = field(init=False)

    def __post_init__(self) -> None:
        pieces: defaultdict[etree._Element, list[str]] = defaultdict(list)
        for line in self.reading.lines:
            for around in (line.place.row, line.place.cell):
                if around is not None:
                    pieces[around].append(line.text)
        self.texts = {around: " ".join(texts) for around, texts in pieces.items()}

    def read(self, line: Line) -> None:
        fields = "".join(line.fields)
        if has_tags(fields):
            self.speller.slip(fields, "标签在域（目录、页码、链接之类）里", "移到域外面；目录里的，删去目录里的这一行")
        if line.boxed and has_tags(line.text):
            self.speller.slip(line.text, "标签在文本框里", "移到正文的段落或表格的格子里")
            return
        for tag in self.speller.tags(line.text):
            self.reading.tags.append(tag)
            self._stand(tag, line)
            self._readable(tag)
            self._take(tag)

    def finish(self) -> None:
        """Name what is still open."""
        if len(self.reading.tags) > _MOST_TAGS:
            self.speller.slip("", f"标签太多，超过 {_MOST_TAGS} 个", "分成几个模板")
        for head in reversed(self.open):
            self._unclosed(head)
            self.reading.pieces[-1].append(f"{{% end{head.keyword} %}}")

    # --- each by itself -----------------------------------------------------------------------------------------------

    def _stand(self, tag: Tag, line: Line) -> None:
        """A tag of rows must be alone in its row, one of cells in its cell, one of paragraphs in its paragraph."""
        level = "p" if tag.rest == STAMP else tag.level
        if level not in _ALONE:
            return
        alone, place, text = _ALONE[level], line.place, line.text
        if odd := next((mark for mark in "%}" if mark in tag.rest), ""):
            # Why: docxtpl looks for the end of such a tag without heeding quotes.
            self.speller.slip(tag.written, f"独占{alone}的标签里不能有“{odd}”", "改用不含它的判断，或写成 {% … %}")
        if level != "p":
            if place.cell is None:
                fix = "在表格里用；整段的循环和判断写 {%p … %}"
                self.speller.slip(tag.written, f"{tag.written} 不在表格里", fix, is_structure=True)
                return
            around = place.row if level == "tr" else place.cell
            text = text if around is None else self.texts[around]
        rest = text.replace(tag.written, "", 1).strip()
        if rest:
            what = f"“{rest[:20]}{'…' if len(rest) > 20 else ''}”" if rest.strip(f"{OBJECT} ") else "图片"
            message = f"{tag.written} 没有独占{alone}，还有{what}"
            then = "校验码图块会放在那里" if tag.rest == STAMP else f"生成时这{alone}会去掉"
            self.speller.slip(tag.written, message, f"让它单独占{alone}，{then}", is_structure=True)

    def _readable(self, tag: Tag) -> None:
        if tag.steers and tag.keyword not in KEYWORDS:
            self._unknown(tag)
        if tag.keyword in ("else", *_ENDS):
            tag.rest = ""
            return
        whole = {"for": f"{tag}{{% endfor %}}", "if": f"{tag}{{% endif %}}", "elif": f"{{% if 1 %}}{tag}{{% endif %}}"}
        try:
            self.parse(whole.get(tag.keyword, str(tag)))
        except TemplateSyntaxError as error:
            self.speller.slip(tag.written, *self._gap(tag) or _said(tag, error.message or ""))
            tag.rest = _unread(tag)

    def _gap(self, tag: Tag) -> tuple[str, str] | None:
        """A name written with blanks in it; None where it is something else."""
        words = tag.rest.split()
        if tag.keyword == "for" or len(words) < 2 or not all(word.isidentifier() for word in words):
            return None
        joined = (self.speller.names(sign.join(words)) for sign in ("_", ""))
        name = next(filter(None, joined), None)
        written = f"{{% {tag.keyword} {name} %}}" if tag.steers else f"{{{{ {name} }}}}"
        how = f"写成 {written}" if name else "几个词的名称用下划线相连，例如 home_address；一个标签只写一个字段"
        return "字段的名称里有空格", how

    def _unknown(self, tag: Tag) -> None:
        close = nearest(tag.keyword, KEYWORDS) if tag.keyword else None
        fix = f"是不是“{close}”？" if close else "只用 for、if 和取值"
        self.speller.slip(tag.written, f"没有“{tag.keyword}”这种标签", fix)
        tag.keyword = close or ""
        if not close:
            tag.steers, tag.rest = False, BROKEN

    # --- what belongs together ----------------------------------------------------------------------------------------

    def _take(self, tag: Tag) -> None:
        if tag.keyword in ("for", "if"):
            if len(self.open) == _DEEPEST:
                message = f"{_DEEPEST} 层以上的循环和判断套在一起"
                self.speller.slip(tag.written, message, "减少层数；可能是前面少了结尾")
            if len(self.open) >= _DEEPEST:
                self.reading.pieces[-1].append(f"{tag}{{% end{tag.keyword} %}}")
                return
            self.open.append(tag)
        elif tag.keyword in ("else", "elif"):
            if not self.open or (tag.keyword == "elif" and self.open[-1].keyword == "for"):
                self.speller.slip(tag.written, f"{tag.written} 不在任何判断里", "删去它，或补上前面的 {% if … %}")
                return
            self._pair(self.open[-1], tag)
        elif tag.keyword in _ENDS and not self._closes(tag):
            return
        self.reading.pieces[-1].append(str(tag))

    def _closes(self, tag: Tag) -> bool:
        wanted = _ENDS[tag.keyword]
        if wanted not in [one.keyword for one in self.open]:
            fix = f"删去它，或补上前面的 {{%{tag.level} {wanted} … %}}"
            self.speller.slip(tag.written, f"{tag.written} 没有对应的开头", fix)
            return False
        while (head := self.open.pop()).keyword != wanted:
            self._unclosed(head)
            self.reading.pieces[-1].append(f"{{% end{head.keyword} %}}")
        self._pair(head, tag)
        return True

    def _unclosed(self, head: Tag) -> None:
        what, until = _kind(head)
        fix = f"在要{until}的内容后面补上 {{%{head.level} end{head.keyword} %}}"
        self.speller.slip(head.written, f"{what} {head.written} 没有结尾", fix, line=head.line)

    def _pair(self, head: Tag, end: Tag) -> None:
        """Head and end belong to one level, and to one row, cell or paragraph."""
        one, other = (self.reading.lines[tag.line - 1].place for tag in (head, end))
        if head.level != end.level:
            message = f"开头 {head.written} 和结尾 {end.written} 的写法不一致"
            fix = f"结尾写成 {{%{head.level} {end.keyword} %}}"
            self.speller.slip(end.written, message, fix, is_structure=True)
        elif apart := _apart(head, end, one, other):
            self.speller.slip(head.written, *apart, is_structure=True, line=head.line)


def _kind(head: Tag) -> tuple[str, str]:
    """What a head begins, and what becomes of what stands inside."""
    return ("循环", "重复") if head.keyword == "for" else ("判断", "选择")


def _unread(tag: Tag) -> str:
    """What stands in the source for what cannot be read; the name that a loop makes is kept."""
    words = tag.rest.split()
    made = words[0] if words and words[0].isidentifier() else "x"
    return {"for": f" {made} in {BROKEN}", "": BROKEN}.get(tag.keyword, f" {BROKEN}")


def _said(tag: Tag, words: str) -> tuple[str, str]:
    """What the template language says of one tag, in Chinese."""
    if not tag.rest.strip():
        return "标签里没有内容", "写上要取的名称，或删去标签"
    if tag.keyword == "for" and " in " not in tag.rest:
        return "循环写得不对", "写成 {% for 一个名字 in 列表 %}"
    if "'='" in words:
        return "标签里的写法不对", "比较是否相等用两个等号：=="
    return "标签里的写法不对", "检查括号、引号和点号是否成对，是否少写或多写"


def _apart(head: Tag, end: Tag, one: Place, other: Place) -> tuple[str, str] | None:
    """What is said where a head and its end stand too far apart, and what to do."""
    what = f"{_kind(head)[0]}的开头 {head.written} 和结尾不在"
    rest = f"{head.keyword}{head.rest}"
    if head.level == "tr":
        same = one.table is other.table
        return None if same else (f"{what}同一个表格", "把开头和结尾放进同一个表格，各占一行")
    if head.level == "tc":
        return None if one.row is other.row else (f"{what}同一行", "把开头和结尾放进同一行，各占一格")
    if one.cell is not other.cell:
        rows = f"上面另加一行写 {{%tr {rest} %}}，下面另加一行写 {{%tr end{head.keyword} %}}"
        return f"{what}同一格", f"要重复或选择整行：{rows}"
    if head.level != "p" and head.line != end.line:
        return f"{what}同一段", f"开头和结尾各占一段，写成 {{%p {rest} %}} 和 {{%p end{head.keyword} %}}"
    return None
