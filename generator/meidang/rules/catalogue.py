"""The institution's six catalogues of techniques (clause (六); S1-12.1 to S1-12.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from meidang.archive import Archive, Item
from meidang.archive.facts import lasting_techniques
from meidang.findings import Severity
from meidang.models.technique import CatalogueEntry, Technique
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule

#: The article that asks for each catalogue.
_ARTICLES: Final[Mapping[str, str]] = {
    "重点": "(六)1",
    "高危": "(六)2",
    "新技术": "(六)3",
    "科研": "(六)4",
    "临床路径": "(六)5",
    "单病种": "(六)6",
}


def _entries(archive: Archive, day: date) -> Iterator[tuple[Item[Technique], int, CatalogueEntry]]:
    for item in lasting_techniques(archive, day):
        for index, entry in enumerate(item.record.catalogue):
            yield item, index, entry


@rule(
    "TEC019",
    Severity.MAJOR,
    clause="(六)",
    requirements=("S1-12.1", "S1-12.2", "S1-12.3", "S1-12.4", "S1-12.5", "S1-12.6"),
)
def entry_without_basis(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入目录没有写理由或依据。

    为什么：重点、高危等目录由机构自己定，必须说得出理由。
    错误：
    catalogue:
      - catalogue_category: 高危
    正确：
    catalogue:
      - catalogue_category: 高危
        basis: 需静脉全身麻醉
    """
    for item, index, entry in _entries(archive, as_of):
        if entry.basis is None:
            message = f"{item.label}列入{entry.catalogue_category}目录，没有写理由或依据"
            fix, clause = f"补上{called(CatalogueEntry, 'basis')}", _ARTICLES[entry.catalogue_category]
            yield Problem(item, ("catalogue", index), message, fix, clause=clause)


@rule("TEC020", Severity.MAJOR, clause="(六)5", requirements=("S1-12.5", "S1-12.6"))
def pathway_entry_without_requirement(archive: Archive, as_of: date) -> Iterator[Problem]:
    """列入临床路径或单病种目录没有写当地哪个部门的要求。

    为什么：这两个目录根据当地政府部门的具体要求制定。
    错误：
    catalogue:
      - catalogue_category: 临床路径
        basis: 路径管理
    正确：
    catalogue:
      - catalogue_category: 临床路径
        basis: 岚江市临床路径管理要求
        approving_authority: 岚江市卫生健康委员会
    """
    for item, index, entry in _entries(archive, as_of):
        if entry.catalogue_category in ("临床路径", "单病种") and entry.approving_authority is None:
            message = f"{item.label}列入{entry.catalogue_category}目录，没有写提出要求的当地部门"
            fix = f"在{called(CatalogueEntry, 'approving_authority')}里写明部门"
            yield Problem(item, ("catalogue", index), message, fix, clause=_ARTICLES[entry.catalogue_category])


@rule(
    "TEC021",
    Severity.MAJOR,
    clause="(六)",
    requirements=("S1-12.1", "S1-12.2", "S1-12.3", "S1-12.4", "S1-12.5", "S1-12.6"),
)
def all_catalogues_empty(archive: Archive, as_of: date) -> Iterator[Problem]:
    """六个目录都是空的。

    为什么：重点、高危、新技术、科研、临床路径、单病种，至少要有一项。
    错误：
    standard_name: 重睑成形术
    正确：
    standard_name: 重睑成形术
    catalogue:
      - catalogue_category: 重点
        basis: 开展量最大的项目
    """
    unread = archive.ids.get("technique", frozenset()) - {item.id for item in archive.of(Technique)}
    if archive.institution and not unread and not any(_entries(archive, as_of)):
        message = "技术项目目录是空的：没有一项技术列入重点、高危、新技术、科研、临床路径或单病种"
        yield Problem(archive.institution, (), message, f"在技术档案的{called(Technique, 'catalogue')}里登记类别和理由")
