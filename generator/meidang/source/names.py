"""What file names say: which to pass over quietly, which look like a slip, which two are one on another computer."""

from __future__ import annotations

import re
from unicodedata import normalize

_QUIET = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"})
#: The folder below the archive for files that records name.
ATTACHMENTS = "attachments"
_COPY = re.compile(r"副本|备份|拷贝|\bcopy\b|backup|[(（]\d+[)）]|\.(?:bak|orig|old|tmp|swp|rej)$|~$", re.IGNORECASE)


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


def hint(name: str) -> tuple[str, str]:
    """What is wrong with a file that no kind of record expects, and what to do."""
    if _COPY.search(name):
        return "像是备份或副本，不会被读入", "删除它，或把其中的内容并入正式的文件；旧版本由 Git 保存"
    if name.casefold().endswith((".yml", ".yaml")) and not name.endswith(".yaml"):
        return "扩展名不是小写的 .yaml，不会被读入", f"改名为 {name[: name.rindex('.')]}.yaml"
    if name.endswith(".yaml"):
        return "不在任何一类记录的位置，不会被读入", "移到对应的目录，例如 archive/staff/D01.yaml"
    return "不是记录，不会被读入", f"附件放进 archive/{ATTACHMENTS}；用不着的删除"


def is_printable_name(name: str) -> bool:
    """Whether a name can be shown as it is: no invisible character, no bytes that are not UTF-8."""
    return name.isprintable()


def shown_path(path: str) -> str:
    """A path for a message: what cannot be shown is escaped."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in path)
