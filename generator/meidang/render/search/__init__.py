"""Search without a server: pages -> entries -> small files from which a browser answers, also from a folder."""

from meidang.render.search.entries import Entry, Section, entry_of
from meidang.render.search.index import search_files

__all__ = ["Entry", "Section", "entry_of", "search_files"]
