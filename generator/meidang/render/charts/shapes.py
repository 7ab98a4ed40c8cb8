"""The few SVG elements of which charts are made: across in shares of the width, down in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from meidang.render import escape


@dataclass(frozen=True, slots=True)
class About:
    """What a chart shows, for those who do not see it: its title, its numbers in words. ``anchor`` is ours."""

    title: str
    description: str
    anchor: str


def percent(share: float) -> str:
    """A share of the width as SVG writes it, to a hundredth of a percent: 12.5%."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def pixels(height: float) -> str:
    """A length downwards, to a tenth of a pixel."""
    return f"{height:.1f}".removesuffix(".0")


def line(style: str, first: tuple[float, float], last: tuple[float, float]) -> str:
    """A straight line between two places, each a share across and pixels down."""
    (x1, y1), (x2, y2) = first, last
    places = f'x1="{percent(x1)}" y1="{pixels(y1)}" x2="{percent(x2)}" y2="{pixels(y2)}"'
    return f'<line class="{style}" {places}/>'


def upright(style: str, share: float, top: float = 0) -> str:
    """A line from ``top`` down to the chart's foot."""
    x = percent(share)
    return f'<line class="{style}" x1="{x}" y1="{pixels(top)}" x2="{x}" y2="100%"/>'


def box(style: str, across: tuple[float, float], down: tuple[float, float], title: str = "") -> str:
    """A rectangle: where it begins and how far it goes, across and down. ``title`` is shown when it is pointed at."""
    (left, width), (top, height) = across, down
    place = f'x="{percent(left)}" y="{pixels(top)}" width="{percent(width)}" height="{pixels(height)}"'
    inside = f"><title>{escape.html(title)}</title></rect>" if title else "/>"
    return f'<rect class="{style}" {place}{inside}'


def text(style: str, share: float, baseline: float, words: str, align: str = "middle") -> str:
    """Words at a place; ``align``: which part of them stands there (start, middle, end)."""
    place = f'x="{percent(share)}" y="{pixels(baseline)}" text-anchor="{align}"'
    return f'<text class="{style}" {place}>{escape.html(words)}</text>'


def at(share: float, down: float, path: str) -> str:
    """A small path drawn about a place. Why a nested drawing: a path cannot be written in percent."""
    return f'<svg x="{percent(share)}" y="{pixels(down)}" overflow="visible">{path}</svg>'


def linked(link: str, said: str, inside: str) -> str:
    """What leads elsewhere, with what is said of it; without ``link`` only said."""
    words = escape.html(said)
    if not link:
        return f"<g><title>{words}</title>{inside}</g>"
    return f'<a href="{escape.html_attribute(link)}"><title>{words}</title>{inside}</a>'


def drawing(style: str, height: float, about: About, inside: str) -> str:
    """A whole chart.

    Why a group where it has links: what is inside an image is not read out.
    """
    role = "group" if "<a " in inside else "img"
    title, description = f"{about.anchor}-t", f"{about.anchor}-d"
    named = f'role="{role}" aria-labelledby="{title}" aria-describedby="{description}"'
    said = f'<title id="{title}">{escape.html(about.title)}</title>'
    told = f'<desc id="{description}">{escape.html(about.description)}</desc>'
    return f'<svg class="{style}" width="100%" height="{pixels(height)}" {named}>{said}{told}{inside}</svg>'


def figure(style: str, inside: str, caption: str = "") -> str:
    """A chart as a figure of the page; ``caption`` is HTML."""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="chart {style}">{inside}{below}</figure>'
