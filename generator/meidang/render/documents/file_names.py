"""A template's file name says which kind it serves: which kind somebody meant, and what the file may be called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count, islice
from typing import Final

from meidang.findings import Finding
from meidang.kinds import KINDS, Kind
from meidang.load.nearest import nearest
from meidang.render.documents.problems import FOLDER, Code, problem

#: What people also call a kind.
_ALSO: Final = {
    "人员": "staff",
    "员工": "staff",
    "职工": "staff",
    "医生": "staff",
    "医师": "staff",
    "护士": "staff",
    "个人档案": "staff",
    "科室": "department",
    "机构": "institution",
    "医院": "institution",
    "技术": "technique",
    "项目": "technique",
    "课题": "research_project",
    "设备": "device",
    "药品": "drug_item",
    "合同": "agreement",
    "协议": "agreement",
    "委员会": "committee",
    "会议": "meeting",
    "病例": "case",
    "随访": "follow_up",
    "演练": "drill",
}
_LISTED: Final = 8
#: Between a kind's name and what somebody wrote behind it: ``staff - 副本``, ``staff(1)``.
_GAPS: Final = re.compile(r"[\s\-_—()（）]+")
#: What a template is called that has no other name.
_OWN: Final = "自定"


def kind_of(name: str) -> Kind | None:
    """The kind that a file of that name serves."""
    kind = KINDS.get(name.partition(".")[0])
    return None if kind is None or kind.is_table else kind


def kind_words() -> dict[str, Kind]:
    """Every kind that has templates, by its names and what people also call it."""
    kinds = [kind for kind in KINDS.values() if not kind.is_table]
    also = {word: KINDS[name] for word, name in _ALSO.items()}
    return also | {word: kind for kind in kinds for word in (kind.plural, kind.title, kind.name)}


def bad_name(name: str, taken: Collection[str]) -> Finding:
    """The name begins with no kind. ``taken``: names of files that lie there, which nothing may overwrite."""
    stem = name.partition(".")[0]
    message = f"没有“{stem}”这种档案"
    meant = _meant(stem)
    if meant is None:
        return problem(Code.FILE_NAME, name, message, f"文件名以档案种类开头：{listed_kinds()}")
    kind, rest = meant
    there = {each.lower() for each in taken if each != name}
    free = next(one for one in _names(kind, rest, name) if one.lower() not in there)
    backup = f"备份放在 {FOLDER} 文件夹以外；要作为另一份模板，" if rest else ""
    return problem(Code.FILE_NAME, name, message, f"{backup}改名为 {free}")


def listed_kinds() -> str:
    """The first kinds, and how many there are."""
    kinds = [kind for kind in KINDS.values() if not kind.is_table]
    first = "、".join(f"{kind.name}（{kind.title}）" for kind in islice(kinds, _LISTED))
    return f"{first} 等 {len(kinds)} 种"


def _meant(stem: str) -> tuple[Kind, str] | None:
    """The kind that a name seems to begin with, and what stands behind it."""
    words = kind_words()
    begun = [word for word in words if _begins(stem, word)]
    if begun:
        longest = max(begun, key=len)
        return words[longest], _GAPS.sub("", stem[len(longest) :])
    close = nearest(stem, words)
    return (words[close], "") if close else None


def _begins(stem: str, word: str) -> bool:
    """``staff副本`` begins with staff, ``staffing`` does not."""
    behind = stem[len(word) :]
    return stem.lower().startswith(word.lower()) and not (word.isascii() and re.match(r"[A-Za-z_]", behind))


def _names(kind: Kind, rest: str, name: str) -> Iterator[str]:
    """What the file may be called, best first."""
    middle = ".".join(filter(None, (rest, *name.split(".")[1:-1])))
    yield f"{kind.name}.{middle}.docx" if middle else f"{kind.name}.docx"
    yield f"{kind.name}.{middle or _OWN}.docx"
    yield from (f"{kind.name}.{middle or _OWN}{number}.docx" for number in count(2))
