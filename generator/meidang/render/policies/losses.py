"""What a Word document holds that Markdown cannot carry: found in its XML, said in Chinese, before it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from meidang.render.documents.reference import is_edge
from meidang.render.word.package import RELATION, WORD, parse_xml

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_GRAPHIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_DRAWN: Final = ("chart", "diagram", "wordprocessingShape", "wordprocessingGroup")
#: Numbers that Word writes itself and that a list of Markdown does not: 第一条, 一、, （一）.
_CHINESE_NUMBER = re.compile(r"[第一-龥（]|chinese|ideograph", re.IGNORECASE)
#: How Word says that something is not so.
_OFF: Final = ("0", "false", "off")
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo")


def losses(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """A sentence for each thing that is lost or changed; empty where all is carried."""
    document = parse_xml(parts["word/document.xml"])
    found = (*_in_text(document), *_beside(parts, document))
    return tuple(found)


def _in_text(document: etree._Element) -> Iterator[str]:
    if changes := _count(document, *_CHANGES):
        yield f"修订痕迹 {changes} 处：按“接受全部修订”取最后的文字，谁改了什么没有带入"
    if raised := sum(1 for one in document.iter(_w("vertAlign")) if one.get(_w("val")) in ("superscript", "subscript")):
        yield f"上标、下标 {raised} 处：变成了普通文字（10² 会成为 102），请改写"
    if struck := sum(1 for one in document.iter(_w("strike"), _w("dstrike")) if one.get(_w("val")) not in _OFF):
        yield f"删除线 {struck} 处：文字带入了，线没有；已废止的文字请删去"
    if boxes := _count(document, "txbxContent"):
        yield f"文本框 {boxes} 个：其中的文字可能没有带入或移了位置，请对照原文补上"
    if merged := _merged(document):
        yield f"合并的单元格 {merged} 处：已拆成普通单元格，多出的格子是空的"
    if nested := sum(1 for table in document.iter(_w("tbl")) if any(True for _ in table.iterancestors(_w("tbl")))):
        yield f"表格里的表格 {nested} 个：只带入了文字，请核对"
    if formulas := sum(1 for _ in document.iter(_MATH)):
        yield f"公式 {formulas} 个：只带入了文字，请核对"
    if objects := _count(document, "object"):
        yield f"嵌入对象 {objects} 个：没有带入"
    drawn = [one for one in document.iter(_GRAPHIC) if str(one.get("uri")).endswith(_DRAWN)]
    if drawn:
        yield f"图表、图形或 SmartArt {len(drawn)} 个：没有带入，可另存为图片后插入"


def _beside(parts: Mapping[str, bytes], document: etree._Element) -> Iterator[str]:
    """What stands in other parts than the text."""
    if linked := _linked_pictures(parts):
        yield f"链接到文档以外的图片 {linked} 张：没有带入，请在 Word 里嵌入后再导入"
    if comments := _notes(parts, "word/comments.xml", "comment"):
        yield f"批注 {comments} 条：没有带入"
    if notes := _count(document, "footnoteReference", "endnoteReference"):
        yield f"脚注和尾注 {notes} 条：已放进正文的括号里"
    if any(is_edge(name) and _text(parse_xml(part)).strip() for name, part in parts.items()):
        yield "页眉、页脚：没有带入，由本机构的样式文件统一生成"
    if "word/numbering.xml" in parts and _is_numbered(document, parts) and _numbers(parts["word/numbering.xml"]):
        yield "自动编号（第一条、一、（一）等）：变成了普通列表或丢失，请把编号写进文字"


def _linked_pictures(parts: Mapping[str, bytes]) -> int:
    """Pandoc leaves them out without a word: it fetches nothing."""
    relations = parts.get("word/_rels/document.xml.rels")
    every = parse_xml(relations).iter(RELATION) if relations else ()
    return sum(one.get("TargetMode") == "External" and str(one.get("Type")).endswith("/image") for one in every)


def _is_numbered(document: etree._Element, parts: Mapping[str, bytes]) -> bool:
    """Whether a paragraph, or a style, is numbered by Word."""
    styles = parts.get("word/styles.xml")
    return _count(document, "numPr") > 0 or (styles is not None and _count(parse_xml(styles), "numPr") > 0)


def _numbers(numbering: bytes) -> bool:
    root = parse_xml(numbering)
    marks = (one.get(f"{{{WORD}}}val") or "" for one in root.iter(_w("lvlText"), _w("numFmt")))
    return any(_CHINESE_NUMBER.search(mark) for mark in marks)


def _notes(parts: Mapping[str, bytes], name: str, tag: str) -> int:
    return _count(parse_xml(parts[name]), tag) if name in parts else 0


def _merged(document: etree._Element) -> int:
    wide = sum(1 for one in document.iter(_w("gridSpan")) if one.get(_w("val")) not in ("0", "1"))
    tall = sum(1 for one in document.iter(_w("vMerge")) if one.get(_w("val")) == "restart")
    return wide + tall


def _count(root: etree._Element, *tags: str) -> int:
    return sum(1 for _ in root.iter(*map(_w, tags)))


def _text(root: etree._Element) -> str:
    return "".join(one.text or "" for one in root.iter(_w("t")))


def _w(name: str) -> str:
    return f"{{{WORD}}}{name}"
