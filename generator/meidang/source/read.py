"""One text -> one tree with positions, and everything that is wrong with the text. Pure but for ``read_file``.

The order: decode, look at the characters, parse while streaming (``builder``), look at the lines only if something is
wrong (``lines``), then put line and column to every remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from yaml import YAMLError

from meidang.findings import Finding, Location
from meidang.source.builder import Builder, Enough, Known
from meidang.source.careful import CarefulBuilder, needs_care, signs_in
from meidang.source.characters import is_clean, odd_blanks, refused_in_text, without_refused
from meidang.source.encoding import looks_like_utf16, undecodable, utf16
from meidang.source.front_matter import Parted, part
from meidang.source.limits import DEFAULT_LIMITS, Limits
from meidang.source.lines import has_odd_dash, suspects
from meidang.source.problems import Code, problem
from meidang.source.remarks import CAP, Remarks
from meidang.source.syntax import add_syntax_error
from meidang.source.tree import Source, Tree, Value, line_starts, location

#: A file that ends so is Markdown under front matter; its text is the value of ``BODY``.
MARKDOWN = ".md"
BODY = "body"
#: Signs of what only a look at the lines explains.
_LINES = re.compile(rb"\t|<{7}|={7}|>{7}|\|{7}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one text: ``source.data`` is None exactly when there are findings."""

    source: Source
    findings: tuple[Finding, ...] = ()


def read_file(path: Path, name: str, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read one file that the caller trusts to be a regular one; ``name`` is its path in messages. Raises OSError."""
    with path.open("rb") as file:
        return parse(file.read(limits.file_bytes + 1), name, limits)


def parse(raw: str | bytes, path: str, limits: Limits = DEFAULT_LIMITS, known: Known | None = None) -> Reading:
    """Read one text; nothing that it holds raises. ``known``: give the same for all files of a reading."""
    if len(raw) > limits.file_bytes:
        return _refused(
            path,
            Code.LIMIT,
            f"文件超过 {limits.file_bytes // 1024} KiB",
            "拆成几个文件；扫描件放进 archive/attachments",
        )
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        return Reading(Source(path), (undecodable(error, path),))
    return _parse(text.removeprefix("\ufeff"), path, limits, known or Known())


def _parse(text: str, path: str, limits: Limits, known: Known) -> Reading:
    remarks = Remarks()
    lines = text.split("\n")
    if not is_clean(text, lines):
        if looks_like_utf16(text):
            return Reading(Source(path), (utf16(path),))
        text = _refuse_characters(text, remarks)
        lines = text.split("\n")
    parted = part(text) if path.endswith(MARKDOWN) else Parted(text, "", 0)
    if parted is None:
        fix = "第一行写 ---，下面写文号、版本等，再写一行 ---，然后是正文"
        remarks.add(0, Code.ROOT, "没有开头的资料（两行 --- 之间的“键: 值”）", fix)
        return Reading(Source(path), _findings(remarks, path, lines))
    front = parted.front
    raw = front.encode()
    signs = signs_in(raw)
    builder = (CarefulBuilder if needs_care(front, signs, limits) else Builder)(front, raw, limits, remarks, known)
    data = _build(builder, front, remarks)
    if remarks.listed or _LINES.search(signs) or has_odd_dash(front):
        _refuse_lines(front, remarks)
    if path.endswith(MARKDOWN) and isinstance(data, dict):
        _add_body(parted, data, builder, remarks)
    if not remarks.listed and isinstance(data, dict):
        return Reading(Source(path, data, builder.starts, map(len, lines), builder.marks))
    return Reading(Source(path), _findings(remarks, path, lines))


def _add_body(parted: Parted, data: Tree, builder: Builder, remarks: Remarks) -> None:
    """The text below the front matter as one more key, which stands where the text begins."""
    if BODY in data:
        remarks.add(0, Code.KEY, f"{BODY} 不能写在开头的资料里", "正文写在第二行 --- 下面")
    elif parted.body.strip():
        data[BODY] = parted.body
        builder.marks[-1:-1] = [BODY]
        builder.starts += [parted.start, parted.start]


def _refuse_characters(text: str, remarks: Remarks) -> str:
    first, count = refused_in_text(text, CAP)
    for index, name in first:
        remarks.add(index, Code.CHARACTER, f"有不允许的{name}", "删去这个字符；看不见时把这几个字重新输入")
    remarks.dropped += count - len(first)
    for index, name in odd_blanks(text):
        before = text[text.rfind("\n", 0, index) + 1 : index]
        # Where a blank is asked for, the line says more.
        gives_way = (index, index) if not before.strip() or before.endswith(":") else None
        fix = "改成普通空格，或删去；编辑器里可以全部替换"
        remarks.add(index, Code.CHARACTER, f"有不允许的{name}，看起来像普通空格", fix, gives_way=gives_way)
    return without_refused(text) if count else text


def _build(builder: Builder, text: str, remarks: Remarks) -> Value:
    try:
        data = builder.document()
    except Enough:
        return None
    except YAMLError as error:
        add_syntax_error(error, text, remarks)
        return None
    if not isinstance(data, dict) and not remarks.listed:
        fix = "最外层写成若干行“键: 值”"
        start = builder.starts[0]
        remarks.add(start, Code.ROOT, "最外层不是“键: 值”", fix, gives_way=(start, len(text)))
    return data


def _refuse_lines(text: str, remarks: Remarks) -> None:
    """Add the suspicious lines, and leave out the remarks that they explain better."""
    spans = {remark: _lines_of(text, remark.gives_way) for remark in remarks.listed if remark.gives_way}
    found = [each for each in suspects(text) if each.certain or any(map(each.explains, spans.values()))]
    remarks.listed = [
        remark
        for remark in remarks.listed
        if remark not in spans or not any(each.explains(spans[remark]) for each in found)
    ]
    for each in found:
        remarks.add(each.index, each.code, each.message, each.fix)


def _lines_of(text: str, span: tuple[int, int]) -> range:
    """The offsets from the beginning of the line on which ``span`` begins to its end."""
    return range(text.rfind("\n", 0, span[0]) + 1, span[1] + 1)


def _findings(remarks: Remarks, path: str, lines: list[str]) -> tuple[Finding, ...]:
    starts = line_starts(map(len, lines))
    listed = sorted(remarks.listed, key=lambda remark: (remark.index, remark.code))
    findings = [problem(each.code, each.message, location(path, each.index, starts), each.fix) for each in listed]
    if remarks.dropped:
        message = f"本文件还有 {remarks.dropped} 处同类问题"
        findings.append(problem(listed[-1].code, message, findings[-1].location, "先改好前面列出的，再检查一次"))
    return tuple(findings)


def _refused(path: str, code: Code, message: str, fix: str) -> Reading:
    return Reading(Source(path), (problem(code, message, Location(path), fix),))
