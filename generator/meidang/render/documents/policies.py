"""Policies -> Word, through pandoc and the institution's reference document.

The body is CommonMark with pipe tables; raw HTML is no markup there, and pandoc reads and fetches nothing
(``--sandbox``). What a policy's record says stands in a table above the body, so that it is never typed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meidang import __version__
from meidang.archive import Item
from meidang.errors import UsageError
from meidang.models.policy import Policy
from meidang.render.documents.document import Document
from meidang.render.documents.policy_finish import finished
from meidang.render.documents.policy_head import head_of
from meidang.render.documents.reference import REFERENCE, Reference
from meidang.render.policies.pandoc import Failed, to_word
from meidang.render.views import Desk
from meidang.render.word.package import unzip
from meidang.render.word.properties import CORE, Properties
from meidang.render.word.seal import Facts
from meidang.render.word.sealing import stamped_and_sealed
from meidang.render.word.zipped import pack


def render_policies(
    desk: Desk, reference: Reference, images: Mapping[str, bytes], revision: str, *, is_sealed: bool = True
) -> Iterator[Document]:
    """The Word document of every policy, by id. ``images``: by their path below the archive.

    ``is_sealed`` is false for documents that become part of another. Raises UsageError for a body that cannot be
    converted.
    """
    for item in desk.archive.of(Policy):
        yield render_policy(desk, reference, item, images, revision, is_sealed=is_sealed)


def render_policy(  # noqa: PLR0913 - all that a policy's document is made of, named
    desk: Desk,
    reference: Reference,
    item: Item[Policy],
    images: Mapping[str, bytes],
    revision: str,
    *,
    is_sealed: bool = True,
) -> Document:
    """The Word document of one policy. Raises UsageError where its body cannot be converted."""
    institution, day = desk.archive.institution, desk.as_of.isoformat()
    called = institution.label if institution else ""
    edges = {**_edges(item, called), "as_of": day, "revision": revision}
    try:
        made = unzip(to_word(item.record.body or "", reference.content, images, desk.as_of))
    except Failed:
        raise UsageError(f"{item.source.path} 的正文不能转成 Word：嵌套太深或太复杂，请改得简单些") from None
    parts = finished(made, head_of(item.record, called), edges)
    if is_sealed:
        facts = Facts(item.kind.name, item.id, REFERENCE, item.label, day, revision, called, __version__)
        parts = stamped_and_sealed(parts, facts)
    core = Properties(item.label, called, desk.as_of, revision).xml()
    return Document(item.kind.name, item.id, (item.label,), pack({**parts, CORE: core}), REFERENCE)


def _edges(item: Item[Policy], institution: str) -> dict[str, str]:
    policy = item.record
    return {
        "institution_name": institution,
        "document_name": policy.document_name,
        "document_no": policy.document_no,
        "version": f"第 {policy.version} 版" if policy.version else "",
    }
