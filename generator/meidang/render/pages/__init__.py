"""Archive and findings -> the site of an edition as HTML: one pure function, independent of what frames it.

``pages.render_site`` is the door. What the edition does not show is taken out first (``projection``), for all pages at
once; ``leaks`` searches whatever was made of the pages in the end. Why the door is not named here: lists and calendars
ask only what an edition shows, and would load every page.
"""

from meidang.render.pages.editions.leaks import Leak, PrivateValue, leaks, private_values
from meidang.render.pages.editions.projection import project
from meidang.render.pages.page import Page

__all__ = ["Leak", "Page", "PrivateValue", "leaks", "private_values", "project"]
