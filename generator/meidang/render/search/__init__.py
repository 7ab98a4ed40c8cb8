"""The site's search: pages as entries, entries as files that the browser asks."""

from collections.abc import Iterator, Sequence

from meidang.render.pages.page import Page


def entry_of(address: str, page: Page) -> tuple[str, Page]:
    """A page as search knows it."""
    return address, page


def search_files(entries: Sequence[tuple[str, Page]]) -> Iterator[tuple[str, bytes]]:
    """The index, by path below the site's root."""
    yield from ()
