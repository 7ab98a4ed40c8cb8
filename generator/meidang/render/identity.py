"""Whose site it is: the institution's name, mark and colour, the edition, the day and the revision; also on paper.

The mark is the first character of the institution's short name on its colour, so that a site has a logo and a
favicon before anybody draws one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from PIL import Image

from meidang.archive import Archive
from meidang.models.audience import Edition
from meidang.models.settings import SiteColour
from meidang.render import escape

#: Where the files lie below the site's root.
MARK: Final = "assets/mark.svg"
LOGO: Final = "assets/logo.png"
STYLE: Final = "assets/stylesheets/identity.css"

#: In pixels; it is shown at a sixth of that.
_LOGO_SIZE: Final = 168

#: White on each of them has a contrast of at least 4.5.
_COLOURS: Final[Mapping[SiteColour, str]] = {
    "青": "#0f6b73",
    "蓝": "#1f5a96",
    "绿": "#1d6b35",
    "紫": "#6b3fa0",
    "红": "#a3243b",
    "灰": "#4a5560",
}
#: What a reader of each edition may take from it.
_PRIVACY: Final[Mapping[Edition, str]] = {
    Edition.INTERNAL: "内部资料，请勿外传。出生年月、身份证号、手机号码和家庭住址不在本站。",
    Edition.INSPECTOR: "供评审使用。出生年月、身份证号、手机号码和家庭住址不在本站。",
    Edition.PUBLIC: "本站只列对外公开的内容，不含患者信息；员工只列姓名、科室、岗位、职称和执业范围。",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What every page says of the site; all as data, not as HTML.

    ``colour`` is that of the header, ``#rrggbb``. ``logo``: a picture of the institution's own, as PNG; or empty.
    ``is_past``: whether an older version was asked for, so that nobody takes it for today's.
    """

    name: str
    short_name: str
    colour: str
    edition: Edition
    as_of: date
    revision: str
    logo: bytes = b""
    is_past: bool = False

    @property
    def icon(self) -> str:
        """Where the logo lies that the site shows."""
        return LOGO if self.logo else MARK

    @property
    def privacy(self) -> str:
        """What is not on this site, and for whom it is."""
        return _PRIVACY[self.edition]

    @property
    def state(self) -> str:
        """The day, and the revision where one is known."""
        past = "过去的版本　" if self.is_past else ""
        return f"{past}截至 {self.as_of}" + (f"　版本 {self.revision}" if self.revision else "")

    @property
    def banner(self) -> str:
        """What stands above every page of a past version; empty on today's."""
        return f"过去的版本：{self.revision}，截至 {self.as_of}" if self.is_past else ""


def identity_of(  # noqa: PLR0913 - the last two by name, for sites alone
    archive: Archive,
    edition: Edition,
    as_of: date,
    revision: str,
    picture: bytes = b"",
    *,
    is_past: bool = False,
) -> Identity:
    """The identity of a site in an edition. ``picture``: the institution's logo, a JPEG or PNG that decodes."""
    name = archive.institution.label if archive.institution else "机构"
    look = archive.settings.site
    logo = _small(picture) if picture else b""
    return Identity(name, look.short_name or name, _COLOURS[look.colour], edition, as_of, revision, logo, is_past)


def identity_files(identity: Identity) -> Mapping[str, bytes]:
    """The logo, and the style sheet with the colour and what stands at the edges of each printed page."""
    return {identity.icon: identity.logo or _mark(identity).encode(), STYLE: _style(identity).encode()}


def page_style(title: str, code: str = "") -> str:
    """The value of the root element's ``style``: what a page is called in the margin of its paper."""
    words = title if not code or code in title else f"{code} {title}"
    return escape.html_attribute(f"--paper-title:{escape.css_string(words)}")


def _small(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as image:
        image.thumbnail((_LOGO_SIZE, _LOGO_SIZE))
        small = BytesIO()
        image.convert("RGB").save(small, "PNG")
    return small.getvalue()


def _mark(identity: Identity) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{identity.colour}"/>'
        '<text x="16" y="17" fill="#fff" font-size="20" font-weight="600" text-anchor="middle" '
        'dominant-baseline="central" font-family="Source Han Sans SC,Noto Sans CJK SC,PingFang SC,'
        f'Microsoft YaHei,sans-serif">{escape.html(identity.short_name[:1])}</text></svg>\n'
    )


def _style(identity: Identity) -> str:
    left = escape.css_string(f"{identity.name}　{identity.edition.title}")
    foot = escape.css_string(f"{identity.state}　由美档生成")
    return f":root{{--mei-brand:{identity.colour};--paper-left:{left};--paper-foot:{foot}}}\n"
