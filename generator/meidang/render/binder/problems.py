"""What can be wrong with the institution's order beside the archive: templates that it names and nobody has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from meidang.archive import Archive
from meidang.findings import Explanation, Finding, Severity
from meidang.load.nearest import nearest
from meidang.models.binder import Binder

ABSENT: Final = "BND002"
_ENDING: Final = ".docx"
EXPLANATIONS = (
    Explanation(
        ABSENT,
        "卷宗编排表里的模板不存在",
        "模板的文件名写错，或者模板改了名，它的文档就会落到卷宗最后的“其他”里，评审时翻不到。",
        "template: institution.rooster.docx",
        "template: institution.roster.docx",
        Severity.MINOR,
    ),
)


def missing_templates(archive: Archive, names: Collection[str]) -> Iterator[Finding]:
    """A finding for each template that the order names and that is not there; ``names``: their files."""
    for item in archive.of(Binder):
        for at, part in enumerate(item.record.parts):
            for within, content in enumerate(part.contents):
                name = template_file(content.template) if content.template else ""
                if name and name not in names:
                    # Why without the ending: it is alike in all of them, and so would be any two short names.
                    close = nearest(name.removesuffix(_ENDING), (one.removesuffix(_ENDING) for one in names))
                    fix = (
                        f"是不是“{close}{_ENDING}”？"
                        if close
                        else "写 templates 文件夹里已有的文件名，或先建立这个模板"
                    )
                    yield Finding(
                        ABSENT,
                        Severity.MINOR,
                        f"“{part.title}”要的模板“{name}”不存在",
                        item.locate(("parts", at, "contents", within, "template")),
                        fix,
                        "卷宗编排",
                        item.key,
                    )


def template_file(written: str) -> str:
    """The file's name; people leave its ending out."""
    return written if written.endswith(_ENDING) else f"{written}{_ENDING}"
