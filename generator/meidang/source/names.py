"""What file names say: which to pass over quietly, which look like a slip, which two are one on another computer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

_QUIET = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"})
#: The folder below the archive for files that records name.
ATTACHMENTS = "attachments"
_COPY = re.compile(r"副本|备份|拷贝|\bcopy\b|backup|[(（]\d+[)）]|\.(?:bak|orig|old|tmp|swp|rej)$|~$", re.IGNORECASE)
#: A record's ending, alone or with what editors, backups and Notepad's "save as" add to it.
_ENDING = re.compile(r"(?P<stem>.+?)\.ya?ml(?:\.(?:ya?ml|txt|bak|orig|old))*~?", re.IGNORECASE)
_NUMBER = r"[(（]\d+[)）]"
#: What Windows, macOS, WPS and people call a copy. No id holds a blank, a bracket or Chinese, so these are certain.
_CERTAIN = (
    re.compile(rf"(?P<of>.+?)[ _-]*(?:副本|备份|拷贝)\s*\d*(?:{_NUMBER})?"),
    re.compile(rf"(?:复件|副本|备份|copy of)\s*(?:{_NUMBER})?[ _-]*(?P<of>.+)", re.IGNORECASE),
    re.compile(rf"(?P<of>.+?) (?:- )?(?:copy|backup)(?: \d+)?\s*(?:{_NUMBER})?", re.IGNORECASE),
    re.compile(rf"(?P<of>.+?)\s*{_NUMBER}"),
)
#: Could be an id as well: a copy only beside its original.
_LIKELY = re.compile(r"(?P<of>.+?)[_-](?:copy|backup|bak)\d*", re.IGNORECASE)


def is_quiet(name: str, *, at_top: bool) -> bool:
    """Whether a file that is no record may lie there without a word: what systems and Office leave behind."""
    return name.casefold() in _QUIET or name.startswith("~$") or (at_top and name == "README.md")


def is_attachment(path: str) -> bool:
    """Whether a file may lie at ``path`` for a record to name. One that looks like a record never: it would be lost."""
    parts = path.split("/")
    return len(parts) > 2 and parts[1] == ATTACHMENTS and not path.casefold().endswith((".yaml", ".yml"))


def same_name_key(name: str) -> str:
    """Names with the same key are one file on Windows or macOS."""
    return normalize("NFC", normalize("NFC", name).casefold())


def is_astray(name: str, beside: Mapping[str, str]) -> bool:
    """Whether a file whose name ends as a record's is none: a copy, or one with two endings.

    ``beside``: what lies in the same folder, by ``same_name_key``.
    """
    ending = _ENDING.fullmatch(name)
    return ending is not None and (f"{ending['stem']}.yaml" != name or bool(_original(ending["stem"], beside)))


def hint(name: str, beside: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong with a file that is no record, and what to do."""
    if ending := _ENDING.fullmatch(name):
        original = _original(ending["stem"], beside)
        if original or f"{ending['stem']}.yaml" != name:
            return _meant(name, f"{original or ending['stem']}.yaml", beside, is_copy=bool(original))
    if _COPY.search(name):
        return "像是备份或副本，不会被读入", "删除它，或把其中的内容并入正式的文件；旧版本由 Git 保存"
    if name.endswith(".yaml"):
        return "不在任何一类记录的位置，不会被读入", "移到对应的目录，例如 archive/staff/D01.yaml"
    return "不是记录，不会被读入", f"附件放进 archive/{ATTACHMENTS}；用不着的删除"


def _original(stem: str, beside: Mapping[str, str]) -> str:
    """What a copy is a copy of, without the ending; empty for the name of no copy."""
    for pattern in _CERTAIN:
        if match := pattern.fullmatch(stem):
            return match["of"]
    match = _LIKELY.fullmatch(stem)
    return match["of"] if match and same_name_key(f"{match['of']}.yaml") in beside else ""


def _meant(name: str, wanted: str, beside: Mapping[str, str], *, is_copy: bool) -> tuple[str, str]:
    """About a file that should be ``wanted``; renaming it must never overwrite a record."""
    message = f"像是 {wanted} 的副本，不会被读入" if is_copy else "扩展名应当只是小写的 .yaml，不会被读入"
    there = beside.get(same_name_key(wanted), name)
    if there != name:
        message += "" if is_copy else f"；{there} 已经存在"
        return message, f"比较两个文件，把正确的内容合并到 {there}，再删去 {name}"
    return message, f"改名为 {wanted}" + ("；不需要就删去" if is_copy else "")


def is_printable_name(name: str) -> bool:
    """Whether a name can be shown as it is: no invisible character, no bytes that are not UTF-8."""
    return name.isprintable()


def shown_path(path: str) -> str:
    """A path for a message: what cannot be shown is escaped."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in path)
