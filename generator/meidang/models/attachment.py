"""A file that a record names, the digest by which it is known again, and for whom a site shows it."""

from __future__ import annotations

from typing import Literal

from meidang.models.audience import Audience, Edition
from meidang.models.base import Model, declare, field
from meidang.models.codes import AttachmentFile, Sha256

_EDITIONS = {edition.title: edition for edition in Edition}


@declare("附件文件", "S1-01")
class Attachment(Model):
    """A scan, a picture or another file below ``archive/``, as it was when somebody last looked at it."""

    file: AttachmentFile = field("文件", audience=Audience.PUBLIC)
    sha256: Sha256 | None = field(
        "摘要",
        None,
        hint="文件的 SHA-256，由 meidang attachments --register 填写；文件换了再用 --accept 认可",
        audience=Audience.INTERNAL,
    )
    shown_in: Literal["内部版", "评审版", "公开版"] | None = field(
        "上网站",
        None,
        hint="图像显示在网站的哪一版（和比它更内部的版本）；不填则不上网站。图上有身份证号等个人信息的不要填",
        audience=Audience.INTERNAL,
    )

    def is_shown(self, edition: Edition) -> bool:
        """Whether an edition of the site shows what is on it; without a word none does."""
        return self.shown_in is not None and edition.shows(_EDITIONS[self.shown_in].audience)
