"""The protocol of Decap CMS's proxy backend, as its own server speaks it for plain files: a question -> an answer.

Only what the forms need: reading records and attachments, and saving an entry. Git is not asked: a branch made here
would hold whatever else lies in the folder.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final

from meidang.errors import UsageError
from meidang.pipeline.forms.places import attachment_at, attachments_in, page_at, record_at, records_in
from meidang.pipeline.forms.saving import Draft, Saved, digest, save
from meidang.pipeline.forms.sentences import sentence
from meidang.pipeline.forms.telling import is_left_over, left_over
from meidang.pipeline.trees import bytes_of
from meidang.project import Project
from meidang.source.limits import DEFAULT_LIMITS, MIB

#: Pictures shown to choose from; beyond so many bytes together they are listed without their content.
_SHOWN: Final = 16 * MIB
_KEPT: Final = (
    "表单里不能删除整份记录和附件：人离职、设备停用，请填写相应的日期或状态；"
    "登记错了、附件用不着了，请评审办到档案文件夹里处理"
)

Question = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` goes back as JSON. ``saved``: what was written, where something was."""

    body: Any
    status: int = 200
    saved: Saved | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """What the forms of one archive may ask. ``today`` reads the clock: the server may run over midnight."""

    project: Project
    as_of: date | None
    today: Callable[[], date]
    #: One save after the other: each is judged by what the one before it left.
    saving: Lock = field(default_factory=Lock)

    def answer(self, question: object) -> Answer:
        """Whatever is asked; nothing raises for what strangers send, but OSError of the disk."""
        try:
            name, given = _asked(question)
            return self._answer(name, given)
        except UsageError as error:
            return refusal(str(error))
        except (KeyError, TypeError, AttributeError, ValueError):
            return refusal("看不懂的请求")

    def _answer(self, name: str, given: Question) -> Answer:
        root = self.project.root
        answers: Mapping[str, Callable[[], Answer]] = {
            "info": lambda: Answer({"repo": root.name, "publish_modes": ["simple"], "type": "local_fs"}),
            "entriesByFolder": lambda: Answer([self._entry(path) for path in records_in(root, given["folder"])]),
            "entriesByFiles": lambda: Answer([self._entry(record_at(one["path"])) for one in given["files"]]),
            "getEntry": lambda: Answer(self._entry(record_at(given["path"]))),
            "getMedia": lambda: Answer(list(_pictures(root, attachments_in(root, given["mediaFolder"])))),
            "getMediaFile": lambda: Answer(next(_pictures(root, [attachment_at(given["path"])]))),
            "persistEntry": lambda: self._saved(given),
            "deleteFile": lambda: refusal(_KEPT),
            "deleteFiles": lambda: refusal(_KEPT),
            "persistMedia": lambda: refusal("附件请在记录的表单里选，和记录一起保存"),
            "getDeployPreview": lambda: Answer(None),
        }
        return answers.get(name, lambda: refusal("试用的表单不支持这个操作"))()

    def _entry(self, path: str) -> Mapping[str, Any]:
        """A record as Decap takes it; one that is not there, or is no text, has no data."""
        try:
            content = bytes_of(self.project.root, path, DEFAULT_LIMITS.file_bytes + 1)
            return {"data": content.decode(), "file": {"path": path, "id": digest(content)}}
        except (OSError, UnicodeDecodeError):
            return {"data": None, "file": {"path": path, "id": None}}

    def _saved(self, given: Question) -> Answer:
        drafts = [_draft(one) for one in given["dataFiles"]]
        assets = {attachment_at(one["path"]): _content(one) for one in given["assets"]}
        texts = {draft.path: draft.text for draft in drafts}
        with self.saving:
            saved = save(self.project, drafts, assets, as_of=self.as_of, today=self.today())
        if saved.errors:
            return refusal("内容还不合要求", [sentence(one, texts) for one in saved.errors])
        ids = {path: self._entry(path)["file"]["id"] for path in texts}
        return Answer({"message": "entry persisted", "ids": ids, **_came_of(saved, texts)}, saved=saved)


def _came_of(saved: Saved, texts: Mapping[str, str]) -> Mapping[str, Any]:
    """What the form tells of a save. ``texts``: what was saved, by path."""
    before = {change.path: change.before for change in saved.changes if change.before is not None}
    kept = [[one for one in each if not is_left_over(one)] for each in (saved.found.coming, saved.found.altered)]
    coming, altered = ([f"{one.severity.label}：{sentence(one, texts)}" for one in each] for each in kept)
    return {
        "changed": saved.told.changed,
        "coming": coming,
        "altered": altered,
        "going": [sentence(one, before) for one in saved.found.going],
        "remarks": [*saved.told.left, *(left_over(one) for one in saved.found.coming if is_left_over(one))],
        "upkeep": saved.told.upkeep and asdict(saved.told.upkeep),
        "elsewhere": [sentence(one, texts) for one in saved.elsewhere],
        "is_grave": saved.found.is_grave,
        "page": next((page for path in texts if (page := page_at(path))), ""),
    }


def refusal(why: str, sentences: Iterable[str] = ()) -> Answer:
    """Nothing was written; ``error`` is what Decap shows, ``sentences`` what our script does."""
    return Answer({"error": why, "sentences": list(sentences)}, 422)


def _asked(question: object) -> tuple[str, Question]:
    if not isinstance(question, Mapping):
        raise TypeError
    given = question.get("params") or {}
    if not isinstance(given, Mapping):
        raise TypeError
    return str(question["action"]), given


def _draft(one: Question) -> Draft:
    path, text, base = record_at(one["path"]), one["raw"], one.get("base") or ""
    if not isinstance(text, str) or not isinstance(base, str):
        raise TypeError
    text.encode()  # a lone surrogate is no text: ValueError
    if one.get("newPath") not in (None, path):
        raise UsageError("编号不在表单里改：别的记录引用着它。请评审办运行 meidang rename")
    return Draft(path, text, base)


def _content(one: Question) -> bytes:
    try:
        content = b64decode(one["content"], validate=True)
    except NotBase64:
        raise ValueError from None
    if len(content) > DEFAULT_LIMITS.attachment_bytes:
        raise UsageError(f"{one['path']} 超过 {DEFAULT_LIMITS.attachment_bytes // MIB} MiB，没有保存；请压缩后再选")
    return content


def _pictures(root: Path, paths: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    left = _SHOWN
    for path in paths:
        try:
            content = bytes_of(root, path, DEFAULT_LIMITS.attachment_bytes + 1)
        except OSError:
            content = b""
        shown = content if len(content) <= left else b""
        left -= len(shown)
        name = path.rpartition("/")[2]
        yield {
            "id": digest(content),
            "content": b64encode(shown).decode(),
            "encoding": "base64",
            "path": path,
            "name": name,
        }
