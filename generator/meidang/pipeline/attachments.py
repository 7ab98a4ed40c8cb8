"""The files that records name, looked at; what is wrong with them, and which files nobody names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from meidang.archive import Archive
from meidang.archive.attachments import cited
from meidang.findings import Finding
from meidang.kinds import ARCHIVE
from meidang.project import Project
from meidang.source.attachments import Seen, files_in, look_at
from meidang.source.names import ATTACHMENTS, same_name_key
from meidang.source.verdicts import uncited as uncited_finding
from meidang.source.verdicts import verdict

#: No files beside those that lie there.
_NONE: Final[Mapping[str, Seen]] = MappingProxyType({})


def seen_attachments(project: Project, archive: Archive, *, shapes: bool = False) -> Mapping[str, Seen]:
    """Every file that records name, as it lies there, by its name; ``shapes``: with its pages or pixels."""
    registered = {one.file: {citation.sha256 for citation in one.citations} for one in cited(archive)}
    return look_at(project.root, ARCHIVE, registered, shapes=shapes)


def attachment_findings(
    project: Project, archive: Archive, *, whole: bool, added: Mapping[str, Seen] = _NONE
) -> Iterator[Finding]:
    """What is wrong with the files, at every place that names them; ``whole``: no record is missing from the archive.

    Of a broken record nobody knows which files it names, so files without one are told of a whole archive only.
    ``added``: files that are about to be put there, as they were seen elsewhere.
    """
    seen = {**seen_attachments(project, archive), **added}
    for one in cited(archive):
        for citation in one.citations:
            finding = verdict(one.file, seen[one.file], citation.sha256, citation.locate, citation.item.key)
            if finding:
                yield finding
    if whole:
        yield from (uncited_finding(f"{ARCHIVE}/{file}") for file in uncited(project, archive))


def uncited(project: Project, archive: Archive) -> Iterator[str]:
    """The files among the attachments that no record names; a policy's pictures are named by their policy."""
    named = {same_name_key(one.file) for one in cited(archive)}
    for file in files_in(project.root, ARCHIVE, ATTACHMENTS):
        folder, _, rest = file.partition("/")
        is_picture = folder == "policies" and rest.partition("/")[0] in archive.ids["policies"]
        if not is_picture and same_name_key(f"{ATTACHMENTS}/{file}") not in named:
            yield f"{ATTACHMENTS}/{file}"
