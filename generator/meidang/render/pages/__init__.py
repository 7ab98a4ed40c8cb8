"""Archive and findings -> the site of an edition as HTML: one pure function, independent of what frames it.

``render_site`` is the door. What the edition does not show is taken out first (``projection``), for all pages at once;
``leaks`` searches whatever was made of the pages in the end.
"""

from meidang.render.pages.editions.leaks import Leak, PrivateValue, leaks, private_values
from meidang.render.pages.editions.projection import project
from meidang.render.pages.page import Page
from meidang.render.pages.pages import Site, render_site

__all__ = ["Leak", "Page", "PrivateValue", "Site", "leaks", "private_values", "project", "render_site"]
