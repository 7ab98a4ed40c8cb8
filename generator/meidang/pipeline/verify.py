"""A finished document against its own seal, and against the archive as of the revision that the seal names.

The seal alone shows what an honest hand changed. It has no key, so whoever forges a document can seal it anew; only
the archive, from which the document is made again, tells that.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from lxml import etree

from meidang.errors import UsageError
from meidang.pipeline import check
from meidang.pipeline.build import read_templates
from meidang.pipeline.images import read_images
from meidang.project import Project
from meidang.render.documents.one import Maker
from meidang.render.word.blocks import Block
from meidang.render.word.compare import Comparison, compare, content_of
from meidang.render.word.package import Corrupt, Refused, unzip
from meidang.render.word.seal import Facts, Seal, digest_of
from meidang.render.word.seal_part import Damaged, read_seal
from meidang.source.past import NoPast, past

#: A binder with its scans is larger than any template.
TIMES: Final = 10
_UNSEALED: Final = "不是美档生成的文件，或者另存时丢了校验信息；页上印有校验码的，可以用校验码查"
_REVISION: Final = re.compile("[0-9a-f]{7,40}")
_SEALS: Final = re.compile(r"customXml/item[0-9]{1,4}\.xml")
_MOST_SEAL: Final = 8 * 2**20
#: Tags of XML in a part: several times as many as the thickest volume of a binder has.
_MOST_TAGS: Final = 4_000_000
#: Of a file that is no document, or none any more.
_UNREADABLE: Final = (Damaged, BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class Origin(StrEnum):
    """What the archive says of a seal."""

    UNASKED = "unasked"
    UNKNOWN = "unknown"
    GENUINE = "genuine"
    OTHER_PROGRAM = "other program"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a document.

    Without ``seal``, ``fault`` says why. ``original``: the blocks as they were, by region, where the archive told them;
    ``why``: why it did not. ``comparison`` is with what the archive tells, where that differs from the seal.
    """

    seal: Seal | None = None
    fault: str = ""
    comparison: Comparison | None = None
    origin: Origin = Origin.UNASKED
    why: str = ""
    original: Mapping[str, list[Block]] | None = None

    @property
    def is_sound(self) -> bool:
        """Unchanged, and not known to be forged."""
        return self.comparison is not None and self.comparison.is_unchanged and self.origin is not Origin.FORGED


def verify(content: bytes) -> Verdict:
    """What a document's own seal says of it."""
    try:
        parts = _parts(content)
        seal = read_seal(parts)
        return Verdict(seal, "", compare(parts, seal)) if seal else Verdict(fault=_UNSEALED)
    except Damaged as error:
        return Verdict(fault=f"{error}，无法核对；可能有人改过，请以重新生成的为准")
    except (Corrupt, Refused) as error:
        return Verdict(fault=f"不能核对：{error}")
    except etree.XMLSyntaxError:
        return Verdict(fault="不能核对：文件已损坏，Word 也打不开")


def _parts(content: bytes) -> Mapping[str, bytes]:
    """The parts, before anything is parsed that would not fit into memory. Raises Corrupt or Refused."""
    parts = unzip(content, times=TIMES)
    if any(part.count(b"<") > _MOST_TAGS for part in parts.values()):
        raise Refused("内容太复杂")
    return parts


# --- with the archive ------------------------------------------------------------------------------------------------


def verify_with(project: Project, contents: Mapping[str, bytes]) -> dict[str, Verdict]:
    """What seals and archive say of documents, by any name. Those of one revision and day are made again together."""
    found = {name: verify(content) for name, content in contents.items()}
    for (revision, as_of), names in _grouped(found).items():
        facts = {name: seal.facts for name in names if (seal := found[name].seal)}
        for name, remade in _remade(project, revision, as_of, facts).items():
            found[name] = _judged(found[name], contents[name], remade)
    return found


def _grouped(found: Mapping[str, Verdict]) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for name, verdict in found.items():
        if verdict.seal:
            groups.setdefault((verdict.seal.facts.revision, verdict.seal.facts.as_of), []).append(name)
    return groups


def _remade(project: Project, revision: str, as_of: str, wanted: Mapping[str, Facts]) -> dict[str, bytes | str]:
    """The documents made again, or why one could not be."""
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        return dict.fromkeys(wanted, "校验信息里的截至日期写得不对")
    if not _REVISION.fullmatch(revision):
        return dict.fromkeys(wanted, _unrepeatable(revision))
    try:
        with past(project.root, revision) as then:
            maker = _maker(Project(then.root), day)
            return {name: _made(maker, facts) for name, facts in wanted.items()}
    except NoPast as error:
        return dict.fromkeys(wanted, str(error))
    except UsageError as error:
        return dict.fromkeys(wanted, f"当时的档案不能重新生成：{error}")


def _unrepeatable(revision: str) -> str:
    if revision.endswith("+改动"):
        return f"生成时档案里有未提交的改动（{revision}），过后无法重做"
    return f"生成时档案没有版本（{revision}），过后无法重做"


def _maker(project: Project, day: date) -> Maker:
    checked = check(project, as_of=day, today=day)
    if checked.has_errors:
        raise UsageError("它有数据错误")
    templates = read_templates(project.templates)
    return Maker(checked.archive, checked.findings, templates, day, read_images(project, checked, templates))


def _made(maker: Maker, facts: Facts) -> bytes | str:
    if facts.kind == "binder":
        return "卷宗由许多文件合成，不逐份重做；请核对其中单份的文件"
    if facts.kind == "change_register":
        return "变更登记表不逐份重做；用 meidang diff 按表上的两个版本重新生成，再比校验码"
    if facts.kind == "tracer":
        return f"抽查的文件不逐份重做；用 meidang tracer 按同一种子（{facts.id}）重新生成，再比校验码"
    document = maker.made(facts)
    return document.content if document else "当时的档案里没有这份文件所说的记录或模板"


def _judged(verdict: Verdict, content: bytes, remade: bytes | str) -> Verdict:
    if isinstance(remade, str) or verdict.seal is None:
        return replace(verdict, origin=Origin.UNKNOWN, why=str(remade))
    parts = unzip(remade, times=TIMES)
    genuine = read_seal(parts)
    if genuine is None:
        raise ValueError("a document made again without a seal")
    then, blocks = content_of(parts, genuine)
    facts = replace(genuine.facts, program=verdict.seal.facts.program)
    if verdict.seal.digest == digest_of(facts, then) and facts == verdict.seal.facts:
        return replace(verdict, origin=Origin.GENUINE, original=blocks)
    if verdict.seal.facts.program != genuine.facts.program:
        return replace(verdict, origin=Origin.OTHER_PROGRAM)
    against = compare(unzip(content, times=TIMES), replace(genuine, stamp=verdict.seal.stamp), verdict.seal.code)
    return replace(verdict, origin=Origin.FORGED, comparison=against, original=blocks)


# --- a code from paper -----------------------------------------------------------------------------------------------


def carriers(project: Project, code: str) -> Iterator[tuple[Path, Seal]]:
    """The built documents that carry a short code."""
    for place in _built(project.build):
        with suppress(*_UNREADABLE):
            seal = read_seal(_seal_parts(place))
            if seal and seal.code == code:
                yield place, seal


def _built(folder: Path) -> Iterable[Path]:
    return sorted(place for place in folder.rglob("*.docx") if not place.name.startswith((".", "~$")))


def _seal_parts(place: Path) -> dict[str, bytes]:
    """Only what may hold a seal: a folder of thousands of documents is searched in seconds."""
    with ZipFile(place) as package:
        entries = [entry for entry in package.infolist() if _SEALS.fullmatch(entry.filename)]
        return {entry.filename: package.read(entry) for entry in entries if entry.file_size <= _MOST_SEAL}
