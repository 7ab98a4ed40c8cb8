"""Archive and findings -> the site's pages as Markdown: one pure function, independent of MkDocs.

``render_pages`` is the door. What is private is taken out first (``projection``), for all pages at once; ``leaks``
searches whatever was made of the pages in the end.
"""

from meidang.render.pages.leaks import Leak, PrivateValue, leaks, private_values
from meidang.render.pages.pages import render_pages
from meidang.render.pages.projection import project

__all__ = ["Leak", "PrivateValue", "leaks", "private_values", "project", "render_pages"]
