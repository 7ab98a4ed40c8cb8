"""The parts of a .docx around its text: styles, settings, header, footer, relations. Lean, Chinese, no theme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meidang.render.drawing.word import SHADE, TAB, Page, R, W, field, paragraph, run
from meidang.render.word.properties import CORE, Properties
from meidang.render.word.zipped import pack

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
#: When the first templates were drawn; documents get the as-of day instead.
_DRAWN = date(2026, 11, 22)

SONG, HEI = "宋体", "黑体"


def _fonts(chinese: str) -> str:
    latin = "Times New Roman"
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


@dataclass(frozen=True)
class Style:
    """A paragraph style; ``size`` in points, ``props`` the paragraph's properties.

    It says nothing that the style says too on which it is based: whoever changes that one changes both.
    """

    key: str
    name: str
    font: str
    size: float
    props: str = ""
    based: str = "Normal"

    def xml(self, base: Style) -> str:
        """Its XML; a name of our own is Chinese, Word's own names are English."""
        is_base = self.key == self.based
        font = "" if not is_base and self.font == base.font else _fonts(self.font)
        kind = ' w:default="1"' if is_base else ("" if self.name.isascii() else ' w:customStyle="1"')
        size = f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>'
        look = font + ("" if not is_base and self.size == base.size else size)
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{self.key}"><w:name w:val="{self.name}"/>'
            + ("" if is_base else f'<w:basedOn w:val="{self.based}"/>')
            + f"<w:qFormat/><w:pPr>{self.props}</w:pPr>{look and f'<w:rPr>{look}</w:rPr>'}</w:style>"
        )


def spacing(height: float, before: float = 0, after: float = 0) -> str:
    """Lines of exactly this height, in points, and the room around the paragraph.

    Why exact: the hospital's fonts and those of the machine that counts the pages differ in height by a third, and the
    contents must name the same pages on both.
    """
    edges = f'w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
    return f'<w:spacing {edges} w:line="{round(height * 20)}" w:lineRule="exact"/>'


def heading(level: int, size: float, height: float, before: float, after: float = 4) -> Style:
    """Word's own heading of that level; it stays with what follows."""
    props = f'<w:keepNext/><w:keepLines/>{spacing(height, before, after)}<w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", HEI, size, props)


def _borders(names: str, size: int) -> str:
    return "".join(f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="404040"/>' for name in names.split())


def _table_style(key: str, name: str, borders: str, side: int) -> str:
    sides = {"top": 40, "left": side, "bottom": 40, "right": side}
    margins = "".join(f'<w:{edge} w:w="{width}" w:type="dxa"/>' for edge, width in sides.items())
    frame = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{frame}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>'
    )


def _header_line(side: str) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>'


_CENTRE = '<w:jc w:val="center"/>'
#: Of paragraphs that hold a picture, which a line of exact height would cut off.
_PICTURE = '<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
_PARAGRAPHS = (
    Style("Normal", "Normal", SONG, 12, f'{spacing(22)}<w:jc w:val="both"/>'),
    heading(1, 15, height=24, before=14, after=6),
    heading(2, 12, height=20, before=9),
    Style("Title", "Title", HEI, 26, f"{spacing(40, after=12)}{_CENTRE}"),
    Style("Subtitle", "Subtitle", HEI, 18, f"{spacing(28, after=6)}{_CENTRE}"),
    Style("CoverText", "封面文字", SONG, 12, spacing(20, before=3)),
    Style("TableText", "表格文字", SONG, 9, f'{spacing(13)}<w:jc w:val="left"/>'),
    Style("TableCentre", "表格文字居中", SONG, 9, _CENTRE, "TableText"),
    Style("TableHead", "表格标题", HEI, 9, f"<w:keepNext/>{_CENTRE}", "TableText"),
    Style("Note", "说明", SONG, 9, spacing(13, before=2, after=2)),
    Style(
        "Picture", "图片", SONG, 9, f'<w:keepLines/>{_PICTURE}<w:ind w:firstLineChars="0" w:firstLine="0"/>{_CENTRE}'
    ),
    Style("Header", "header", SONG, 9, f"{_header_line('bottom')}{spacing(12)}"),
    Style("Footer", "footer", SONG, 9, f"{_header_line('top')}{spacing(12)}"),
)
_OTHERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="NormalTable"><w:name w:val="Normal Table"/></w:style>'
)


_FRAME = _borders("top left bottom right", 8) + _borders("insideH insideV", 4)


def framed(key: str, name: str) -> str:
    """A table style with a frame, its first row shaded."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    head = f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>{shade}</w:tcPr></w:tblStylePr>'
    return _table_style(key, name, _FRAME, 80).replace("</w:style>", f"{head}</w:style>")


@dataclass(frozen=True)
class Looks:
    """What differs between documents: paragraph styles beside or instead of the usual ones, other styles, the edges."""

    paragraphs: tuple[Style, ...] = ()
    others: str = ""
    whose: str = "{% if archive_no %}档案编号 {{ archive_no }}　{% endif %}截至 {{ as_of }}"
    foot: str = ""


_USUAL = Looks()


def _styles(looks: Looks) -> str:
    tables = _table_style("Grid", "档案表格", _FRAME, 57) + _table_style("Cover", "封面表格", "", 100)
    paragraphs = {style.key: style for style in (*_PARAGRAPHS, *looks.paragraphs)}
    base = f'<w:rPr>{_fonts(SONG)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    defaults = f"<w:docDefaults><w:rPrDefault>{base}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    written = "".join(style.xml(paragraphs[style.based]) for style in paragraphs.values())
    return f'{_HEAD}<w:styles xmlns:w="{W}">{defaults}{written}{_OTHERS}{tables}{looks.others}</w:styles>'


def _edge(kind: str, page: Page, *texts: str) -> str:
    """A header or footer: its texts from left to right, the last one at the right margin."""
    stops = f'<w:tab w:val="right" w:pos="{page.width}"/>'
    if len(texts) > 2:
        stops = f'<w:tab w:val="center" w:pos="{page.width // 2}"/>{stops}'
    runs = [piece for text in texts for piece in (TAB, text)][1:]
    body = paragraph(*runs, style="Header" if kind == "hdr" else "Footer")
    body = body.replace("</w:pPr>", f"<w:tabs>{stops}</w:tabs></w:pPr>", 1)
    return f'{_HEAD}<w:{kind} xmlns:w="{W}">{body}</w:{kind}>'


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def _content_types() -> str:
    word = f"{_TYPE}.wordprocessingml"
    parts = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/header1.xml": f"{word}.header+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    kinds = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kinds += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{kinds}{rows}</Types>'


def docx(body: str, page: Page, title: str, looks: Looks = _USUAL, subject: str = "") -> bytes:
    """The template's file. Its header and footer name institution, archive number, day, revision and page."""
    number = "".join([run("第 "), field("PAGE"), run(" 页 共 "), field("NUMPAGES"), run(" 页")])
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{page.section()}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", CORE),
        ),
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/header", "header1.xml"),
            (f"{_OFFICE}/relationships/footer", "footer1.xml"),
        ),
        "word/styles.xml": _styles(looks),
        "word/settings.xml": _SETTINGS,
        "word/header1.xml": _edge("hdr", page, "{{ institution_name }}", looks.whose),
        "word/footer1.xml": _edge("ftr", page, looks.foot or title, number, "档案版本 {{ revision }}"),
        "word/document.xml": f"{_HEAD}{document}",
    }
    core = Properties(title, "Meidang 美档", _DRAWN, subject=subject).xml()
    return pack({**{name: text.encode() for name, text in parts.items()}, CORE: core})
