"""What policies and templates show as pictures, and scans on their way to the appendix: read, no link followed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from meidang.archive.attachments import cited
from meidang.kinds import ARCHIVE
from meidang.models.policy import Policy
from meidang.pipeline import Checked
from meidang.pipeline.policies import pictures_folder
from meidang.project import Project
from meidang.render.attachments import Picture, Undecodable, pictures
from meidang.render.documents.templates import open_templates
from meidang.source.contents import fault_in
from meidang.source.limits import DEFAULT_LIMITS
from meidang.source.opening import FILE, FOLDER, ROOT, opened, read_at_most


def read_images(project: Project, checked: Checked, templates: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """By their path below the archive: the policies' pictures, and the first page of each scan where a template asks.

    What is no sound picture is left out.
    """
    found: dict[str, bytes] = {}
    for item in checked.archive.of(Policy):
        folder = pictures_folder(item.id)
        below = folder.partition("/")[2]
        found |= {f"{below}/{name}": content for name, content in _pictures(project.root, folder.split("/"))}
    if any(template.needs_docxtpl for template in open_templates(templates).templates):
        found |= dict(_first_pages(project, checked))
    return found


def read_scan(project: Project, name: str) -> tuple[Picture, ...]:
    """The pages of an attachment as pictures. Raises Undecodable, and OSError where it is not there."""
    return pictures(name, _content(project.root, [ARCHIVE, *name.split("/")]))


def _first_pages(project: Project, checked: Checked) -> Iterator[tuple[str, bytes]]:
    for one in cited(checked.archive):
        with suppress(Undecodable, OSError):
            yield from ((one.file, page.content) for page in read_scan(project, one.file)[:1])


def _content(root: Path, steps: Sequence[str]) -> bytes:
    """A file below the root. Raises OSError."""

    def inside(parent: int, rest: Sequence[str]) -> bytes:
        with opened(rest[0], FOLDER if len(rest) > 1 else FILE, parent) as descriptor:
            if len(rest) > 1:
                return inside(descriptor, rest[1:])
            return read_at_most(descriptor, DEFAULT_LIMITS.attachment_bytes)

    with opened(str(root), ROOT) as descriptor:
        return inside(descriptor, steps)


def _pictures(root: Path, steps: list[str]) -> Iterator[tuple[str, bytes]]:
    """The pictures in a folder; no link is followed on the way."""
    with suppress(OSError), opened(str(root), ROOT) as descriptor:
        yield from _in_folder(descriptor, steps)


def _in_folder(parent: int, steps: list[str]) -> Iterator[tuple[str, bytes]]:
    if steps:
        with opened(steps[0], FOLDER, parent) as descriptor:
            yield from _in_folder(descriptor, steps[1:])
        return
    for name in sorted(os.listdir(parent)):
        suffix = Path(name).suffix.lower()
        content = _picture(parent, name) if suffix in (".png", ".jpg", ".jpeg") else b""
        if content and fault_in(BytesIO(content), suffix) is None:
            yield name, content


def _picture(parent: int, name: str) -> bytes:
    """What a file holds; nothing of one that cannot be read, such as a link, which must not hide those behind it."""
    with suppress(OSError), opened(name, FILE, parent) as descriptor:
        return read_at_most(descriptor, DEFAULT_LIMITS.attachment_bytes)
    return b""
