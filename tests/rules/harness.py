"""A case: the clean archive in ``base/``, changed a little, and what one rule must then say, to the letter.

``cases/<CODE>/<bad|good>-<name>.yaml`` holds ``says`` (one line), ``as_of`` (default: the base's day), ``edit``
(record key -> dotted path -> new value, or null to delete), ``add`` (record key -> text of a new file), ``remove``
(record keys), and ``expect``: the rule's findings as lines, empty for a good case.
``MEIDANG_UPDATE_GOLDEN=1 pytest tests/rules`` rewrites ``expect``; read the diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from meidang.archive import Archive
from meidang.findings import Finding
from meidang.kinds import KINDS
from meidang.load import load_archive
from meidang.rules import Rule, run_rules
from meidang.source.edit import Insert, Remove, Set, edited
from meidang.source.read import MARKDOWN, Reading, parse

HERE = Path(__file__).parent
CASES = HERE / "cases"
AS_OF = date(2026, 6, 30)


@dataclass(frozen=True)
class Case:
    """One case file, read by the project's own reader: every value is text."""

    path: Path
    data: Mapping

    @property
    def code(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.code}/{self.path.stem}"

    @property
    def is_good(self) -> bool:
        return self.path.name.startswith("good-")

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.data.get("as_of") or AS_OF.isoformat())

    @property
    def expected(self) -> list[str]:
        return self.data.get("expect") or []


@cache
def read_cases() -> tuple[Case, ...]:
    """All case files, by rule and name, read once. Raises ValueError for a file that cannot be read."""
    return tuple(_read_case(path) for path in sorted(CASES.glob("*/*.yaml")))


def _read_case(path: Path) -> Case:
    reading = parse(path.read_bytes(), path.name)
    if reading.findings:
        raise ValueError(f"{path}: {reading.findings}")
    return Case(path, reading.source.data or {})


@cache
def base_texts() -> Mapping[str, str]:
    """The base archive: path below the root -> text."""
    root = HERE / "base"
    paths = sorted(path for path in root.rglob("*") if path.suffix in {".yaml", MARKDOWN})
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


@cache
def _read(text: str, path: str) -> Reading:
    return parse(text, path)


def record_path(key: str) -> str:
    """The file of a record key such as ``staff/D01`` or ``institution``."""
    kind, _, record_id = key.partition("/")
    return KINDS[kind].path(record_id)


def changed_texts(data: Mapping) -> Mapping[str, str]:
    """The base archive with a case's ``add``, ``remove`` and ``edit`` applied, in this order."""
    texts = dict(base_texts())
    texts |= {record_path(key): f"{text.rstrip()}\n" for key, text in (data.get("add") or {}).items()}
    for key in data.get("remove") or []:
        del texts[record_path(key)]
    for key, changes in (data.get("edit") or {}).items():
        path = record_path(key)
        texts[path] = _edited(path, texts[path], changes)
    return texts


def _edited(path: str, text: str, changes: Mapping) -> str:
    for dotted, value in changes.items():
        text = edited(text, [_edit(_steps(dotted), value, parse(text, path).source.data)], name=path)
    return text


def _edit(steps: tuple[str | int, ...], value, tree) -> Set | Insert | Remove:
    """Behind the end of a list is a new item."""
    for step in steps[:-1]:
        tree = tree[step]
    if value is None:
        return Remove(steps)
    return Insert(steps, value) if isinstance(tree, list) and steps[-1] == len(tree) else Set(steps, value)


def _steps(dotted: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in dotted.split("."))


def load(texts: Mapping[str, str]) -> tuple[Archive, list[Finding]]:
    """The archive of some texts, with the data errors."""
    readings = [_read(text, path) for path, text in texts.items()]
    unread = [finding for reading in readings for finding in reading.findings]
    loaded = load_archive([reading.source for reading in readings])
    return loaded.archive, [*unread, *loaded.findings]


def found(case: Case, rule: Rule) -> list[str]:
    """What the rule says of the case, after any data errors, as lines."""
    archive, errors = load(changed_texts(case.data))
    return lines([*errors, *run_rules(archive, [rule], case.as_of)])


def lines(findings: Iterable[Finding]) -> list[str]:
    """Findings as lines: ``archive/staff/D01.yaml:21:15 [CRD001] message → fix (due 2026-04-30)``."""
    return [_line(finding) for finding in sorted(findings, key=lambda finding: finding.sort_key)]


def _line(finding: Finding) -> str:
    due = f" (due {finding.due})" if finding.due else ""
    fix = f" → {finding.fix}" if finding.fix else ""
    return f"{finding.location} [{finding.code}] {finding.message}{fix}{due}"


def rewrite(case: Case, expected: list[str]) -> None:
    """Put new lines into a case file; everything else, remarks too, stays."""
    text = case.path.read_text("utf-8")
    case.path.write_text(edited(text, [Set(("expect",), expected)]), encoding="utf-8")
