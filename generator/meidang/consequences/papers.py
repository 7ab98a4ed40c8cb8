"""What becomes of the documents and of the binder's parts; the pipeline, which can make them, says which."""

from __future__ import annotations

from dataclasses import dataclass

from meidang.consequences.fields import Sort


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A Word document that is new, gone or says something else; ``path`` below ``build/docs``; ``part``: of the binder.

    ``is_renamed``: whether only its file's name and its seal are others.
    """

    sort: Sort
    title: str
    path: str
    part: str = ""
    is_renamed: bool = False


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the institution's binder with what changes in it, by title."""

    title: str
    tab: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """One line for people, without the titles."""
        counts = ((self.added, "新增"), (self.removed, "撤去"), (self.changed, "改动"))
        said = "，".join(f"{verb} {len(titles)} 份" for titles, verb in counts if titles)
        return f"{self.title}：{said}"


@dataclass(frozen=True, slots=True)
class FileChange:
    """An attachment that came, went or has another content, by its path below the archive."""

    sort: Sort
    path: str


@dataclass(frozen=True, slots=True)
class Papers:
    """All of that. ``unsaid``: why nothing is said of documents, empty where it is."""

    documents: tuple[DocumentChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    attachments: tuple[FileChange, ...] = ()
    unsaid: str = ""
