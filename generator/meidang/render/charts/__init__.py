"""Charts for the pages: pure functions from numbers and days to SVG and HTML, fast enough for every page.

Across, everything stands in percent of the chart's width; down, in pixels. So a chart fills a desktop, a phone or a
sheet of paper, and no text is ever scaled with it. Colours and patterns are classes of ``charts.css``, so that light,
dark and print follow the page. Each chart says in words what it shows; a table of the same numbers stands beside it.
"""

from meidang.render.charts.bars import Bar, bars
from meidang.render.charts.course import Point, course
from meidang.render.charts.days import Day, days
from meidang.render.charts.months import Month, months
from meidang.render.charts.shapes import About
from meidang.render.charts.timeline import Group, Row, Span, timeline

__all__ = [
    "About",
    "Bar",
    "Day",
    "Group",
    "Month",
    "Point",
    "Row",
    "Span",
    "bars",
    "course",
    "days",
    "months",
    "timeline",
]
