"""The scans that an edition of the site shows, read and made into pictures without metadata."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from meidang.archive import Archive
from meidang.archive.attachments import attached
from meidang.models.audience import Edition
from meidang.pipeline.images import read_scan
from meidang.project import Project
from meidang.render.attachments import Picture, Undecodable


def read_published(project: Project, archive: Archive, edition: Edition) -> Mapping[str, tuple[Picture, ...]]:
    """The pages of each scan that a record lets the edition show, by its path below the archive.

    What cannot be read or decoded is left out: a finding tells of it.
    """
    found: dict[str, tuple[Picture, ...]] = {}
    for item in archive.items.values():
        for one in attached(archive, item.record):
            if one.attachment.is_shown(edition) and one.attachment.file not in found:
                with suppress(Undecodable, OSError):
                    found[one.attachment.file] = read_scan(project, one.attachment.file)
    return found
