"""The tags of a line as people write them: each brought into the form that is read, every slip of spelling named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from meidang.render.word.places import BREAK, FIELD, OBJECT, TAB, excerpt

KEYWORDS: Final = ("for", "endfor", "if", "elif", "else", "endif")

_OPEN, _CLOSE = "[{｛]", "[}｝]"
_HALF: Final = re.compile(rf"(?P<left>{_OPEN}[ \u3000]?[{{｛%％#＃])|[}}｝%％#＃][ \u3000]?{_CLOSE}")
#: What stands in single braces, as far as it is short enough for a name.
_SINGLE: Final = re.compile(rf"{_OPEN}(?P<body>[^{{}}｛｝]{{1,100}}){_CLOSE}")
_LONE: Final = re.compile(r"^\s*(\})|(\{)\s*$")
_STEERING: Final = re.compile(r"-?(?:(tr|tc|p|r) )?\s*(\w*)(.*?)-?", re.DOTALL)
_PATH: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*(\s*\|.*)?")
_WORD: Final = re.compile(r"[%％]|((?:tr|tc|p)\s+)?(for|if|elif|else|endfor|endif)\b")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
#: Word makes them of plain ones while somebody writes.
QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'"})
_KINDS: Final = str.maketrans("｛｝％＃", "{}%#")
#: Chinese punctuation and letters of full width, and what is meant.
_WIDE: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "。": ".",
    "、": ",",
    "\u3000": " ",
    "\xa0": " ",
    "《": "<",
    "》": ">",
    "【": "[",
    "】": "]",
    "—": "-",
    "…": ".",
}
_CUTS: Final = {BREAK: "换行符", TAB: "制表符", OBJECT: "图片或批注之类的对象", FIELD: "域"}
_UNCUT: Final = str.maketrans(dict.fromkeys(_CUTS, ""))
#: Slips that are kept; nobody reads more, and a stranger's file may hold a million.
_MOST_SLIPS: Final = 200
#: Characters of a tag: the longest of the shipped templates have a tenth. What is longer nests too deep to be read.
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong with how a tag is written or where it stands; ``line`` counts from 1, ``about`` is the tag."""

    line: int
    about: str
    message: str
    fix: str
    is_structure: bool = False


@dataclass(frozen=True, slots=True)
class _Pair:
    """An opening half and the closing half that belongs to it, in a line's text."""

    written: str
    left: str
    body: str
    right: str


@dataclass(slots=True)
class Tag:
    """One tag: as written; ``{%tr`` gives the level ``tr``, ``for`` the keyword; a value is no steering."""

    line: int
    written: str
    level: str
    keyword: str
    rest: str
    steers: bool

    def __str__(self) -> str:
        """The form that the template language reads."""
        return f"{{% {self.keyword}{self.rest} %}}" if self.steers else f"{{{{ {self.rest} }}}}"


def has_tags(text: str) -> bool:
    """Whether there is a tag, or half of one."""
    return _HALF.search(text) is not None


def _plain(body: str) -> str:
    """A tag's inside as meant: quotes made by Word are plain ones."""
    return " ".join(body.translate(QUOTES).translate(_UNCUT).split())


@dataclass
class Speller:
    """Reads lines; collects what is misspelt. ``names`` gives the path of a word in single braces, if it is a name."""

    names: Callable[[str], str | None]
    line: int = 0
    slips: list[Slip] = field(default_factory=list)

    def slip(self, about: str, message: str, fix: str, *, is_structure: bool = False, line: int = 0) -> None:
        """Something is wrong, on this line where no other is given."""
        if len(self.slips) < _MOST_SLIPS:
            self.slips.append(Slip(line or self.line, about, message, fix, is_structure))

    def tags(self, text: str) -> list[Tag]:
        """The tags of a line's text; what looks like one, or is half of one, is named."""
        rest: list[str] = []
        found = [tag for pair in self._pairs(text, rest) if (tag := self._tag(pair))]
        self._left_over("".join(rest))
        return found

    def _pairs(self, text: str, rest: list[str]) -> Iterator[_Pair]:
        """Each closing half with the opening one next before it; ``rest`` gets what belongs to no pair."""
        at = 0
        waiting: list[re.Match[str]] = []
        for half in _HALF.finditer(text):
            if half["left"]:
                waiting.append(half)
            elif waiting:
                for one, other in pairwise(waiting):
                    self._unfinished(text[one.start() : other.start()])
                left = waiting[-1]
                rest.append(text[at : waiting[0].start()])
                yield _Pair(text[left.start() : half.end()], left[0], text[left.end() : half.start()], half[0])
                at, waiting = half.end(), []
        rest.append(text[at:])

    def _tag(self, pair: _Pair) -> Tag | None:
        """None for a comment, and for what no tag is as long as."""
        kind, end, written = pair.left[-1].translate(_KINDS), pair.right[0].translate(_KINDS), pair.written
        if kind == "#":
            return None
        if len(written) > _LONGEST:
            self.slip(written, f"标签太长，超过 {_LONGEST} 个字", "分成几个标签来写；可能是前面一个标签少了结尾")
            return None
        gap = " " if pair.body[:1].isspace() else ""
        frame = "{{{{ {} }}}}" if kind == "{" else f"{{{{%{gap}{{}} %}}}}"
        body = self._body(written, pair.body, frame)
        meant = frame.format(body)
        if {"{": "}"}.get(kind, kind) != end:
            self.slip(written, "标签的开头和结尾不成对", f"写成 {meant}")
        elif pair.left[0] + pair.left[-1] + pair.right[0] + pair.right[-1] != f"{{{kind}{end}}}":
            self.slip(written, "标签的括号或百分号是全角的", f"改为半角：{meant}")
        elif len(pair.left) > 2 or len(pair.right) > 2:
            self.slip(written, "标签的两个括号之间有空格", f"写成 {meant}")
        return self._value(written, body) if kind == "{" else self._steering(written, body, is_close=not gap)

    def _body(self, written: str, body: str, frame: str) -> str:
        """The inside, with what should not be there named and mended."""
        if cut := next((mark for mark in body if mark in _CUTS), None):
            self.slip(written, f"标签被{_CUTS[cut]}隔断", f"删去标签里的{_CUTS[cut]}")
        text = body.translate(QUOTES).translate(_UNCUT)
        wide = next((mark for mark in _QUOTED.sub("", text) if mark in _WIDE), None)
        if wide is None:
            return _plain(text)
        texts = zip(_QUOTED.split(text), [*_QUOTED.findall(text), ""], strict=True)
        mended = "".join("".join(_WIDE.get(mark, mark) for mark in part) + quoted for part, quoted in texts)
        mended = _plain(mended).rstrip(",. ")
        what = "空格" if wide.isspace() else f"“{wide}”"
        self.slip(written, f"标签里有全角的{what}", f"改为半角：{frame.format(mended)}")
        return mended

    def _value(self, written: str, body: str) -> Tag:
        if found := re.match(r"(tr|tc|p|r) (?=\S)", body):
            body = body[found.end() :]
            self.slip(written, f"{{{{{found[1]} }}}} 是嵌入别的文档的写法", f"写成 {{{{ {body} }}}}")
        return Tag(self.line, written, "", "", body, steers=False)

    def _steering(self, written: str, body: str, *, is_close: bool) -> Tag:
        found = _STEERING.fullmatch(body)
        level, keyword, rest = (found[1] or "", found[2], found[3].strip()) if found else ("", "", body)
        if level and not is_close:
            self.slip(written, f"“{level}”要紧跟在 {{% 后面，中间没有空格", f"写成 {{%{body} %}}")
        return Tag(self.line, written, level, keyword, f" {rest}" if rest else "", steers=True)

    def _unfinished(self, text: str, *, is_end: bool = False) -> None:
        fix = "补上开头的 {{ 或 {%" if is_end else "补上结尾的 }} 或 %}"
        self.slip(text, f"标签“{excerpt(text)}”没有写完", f"{fix}，开头和结尾写在同一段里")

    def _left_over(self, text: str) -> None:
        if half := _HALF.search(text):
            is_end = not half["left"]
            self._unfinished(text[: half.end()] if is_end else text[half.start() :], is_end=is_end)
            return
        if lone := _LONE.search(text):
            # Why: docxtpl would take it and what begins the next paragraph for one tag.
            self.slip(text, f"段首或段末有单独的“{lone[1] or lone[2]}”", "删去它，或改用全角的｛｝")
        for single in _SINGLE.finditer(text):
            if meant := self._meant(_plain(single["body"])[:80]):
                self.slip(single[0], f"“{single[0]}”像是标签，但括号不对", f"写成 {meant}")

    def _meant(self, body: str) -> str | None:
        """What somebody meant who wrote this in single braces; None where it is only text in braces."""
        if found := _WORD.match(body):
            return f"{{%{'' if found[1] else ' '}{body.strip('%％ ')} %}}"
        name = self.names(body)
        return f"{{{{ {name or body} }}}}" if name or _PATH.fullmatch(body) else None
