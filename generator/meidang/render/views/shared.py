"""Derived for groups that several kinds hold, and for every record: credentials, attachments, findings."""

from __future__ import annotations

from typing import Annotated, Final, TypedDict

from meidang.archive.attachments import attached
from meidang.archive.facts import credential_state
from meidang.models.attachment import Attachment
from meidang.models.base import Model, Record
from meidang.models.codes import ATTACHMENT
from meidang.models.shared import Credential, GuidingDocument
from meidang.models.wording import without_keys
from meidang.render.views.desk import Desk, Subject

#: So many digits of a digest tell two files apart on paper.
_SHORT: Final = 12


class CredentialView(TypedDict):
    """A credential on the day."""

    state: Annotated[str, "状态"]


def credential(of: Subject[Credential]) -> CredentialView:
    """The state in one of five words."""
    return {"state": credential_state(of.desk.archive, of.model, of.desk.as_of).value}


class DocumentView(TypedDict):
    """A policy, plan or form in one line."""

    citation: Annotated[str, "文件名、文号、版本和生效日期"]


def document(of: Subject[GuidingDocument]) -> DocumentView:
    """``操作规范（YW-01，第 2 版，2025-01-01 起）``."""
    one = of.model
    version = f"第 {one.version} 版" if one.version else ""
    words = (one.document_no or "", version, f"{one.effective_on} 起" if one.effective_on else "")
    more = "，".join(word for word in words if word)
    return {"citation": f"{one.document_name}（{more}）" if more else one.document_name}


class FindingRow(TypedDict):
    """Something that is wrong with the record."""

    code: Annotated[str, "规则"]
    severity: Annotated[str, "程度"]
    message: Annotated[str, "问题"]
    fix: Annotated[str, "改正办法"]
    clause: Annotated[str, "条款"]
    due: Annotated[str, "期限"]


class AttachmentView(TypedDict):
    """A file that a record names, as others may cite it."""

    number: Annotated[str, "附件编号"]
    cited: Annotated[str, "引用附件的写法"]
    digest: Annotated[str, "摘要前 12 位"]


class AttachmentRow(AttachmentView):
    """An attachment of the record, wherever in it."""

    label: Annotated[str, "名称"]
    file: Annotated[str, "文件", ATTACHMENT]


def attachment(of: Subject[Attachment]) -> AttachmentView:
    """``见附件 12``; the file's name where no appendix gives it a number."""
    return _attachment(of.desk, of.model)


def _attachment(desk: Desk, one: Attachment) -> AttachmentView:
    number = desk.attachment_numbers.get(one.file)
    return {
        "number": f"附件 {number}" if number else "",
        "cited": f"见附件 {number}" if number else one.file.rpartition("/")[2],
        "digest": (one.sha256 or "")[:_SHORT],
    }


class General(TypedDict):
    """What every view offers, whatever its kind."""

    id: Annotated[str, "编号"]
    kind: Annotated[str, "档案种类"]
    archive_level: Annotated[str, "档案层级"]
    label: Annotated[str, "档案名称"]
    institution_name: Annotated[str, "机构名称"]
    as_of: Annotated[str, "截至日期"]
    as_of_long: Annotated[str, "截至日期（年月日）"]
    findings: Annotated[list[FindingRow], "发现的问题"]
    attachments: Annotated[list[AttachmentRow], "附件"]


def general(of: Subject[Model]) -> General:
    """The record's name and place, what was found in it, and the files that it names."""
    institution, day = of.desk.archive.institution, of.desk.as_of
    return {
        "id": of.item.id,
        "kind": of.item.kind.title,
        "archive_level": of.model.archive_level if isinstance(of.model, Record) else "",
        "label": of.item.label,
        "institution_name": institution.label if institution else "",
        "as_of": day.isoformat(),
        "as_of_long": f"{day.year}年{day.month}月{day.day}日",
        "findings": finding_rows(of.desk, of.item.key),
        "attachments": [
            {**_attachment(of.desk, one.attachment), "label": one.label, "file": one.attachment.file}
            for one in attached(of.desk.archive, of.model)
        ],
    }


def finding_rows(desk: Desk, key: str) -> list[FindingRow]:
    """What was found in one record, the heaviest first."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.label,
            "message": finding.message,
            "fix": without_keys(finding.fix),
            "clause": finding.clause,
            "due": str(finding.due or ""),
        }
        for finding in desk.findings_of.get(key, ())
    ]
