"""A file that a record names, and the digest by which it is known again."""

from meidang.models.base import Model, declare, field
from meidang.models.codes import AttachmentFile, Sha256


@declare("附件文件", "S1-01")
class Attachment(Model):
    """A scan, a picture or another file below ``archive/``, as it was when somebody last looked at it."""

    file: AttachmentFile = field("文件")
    sha256: Sha256 | None = field(
        "摘要", None, hint="文件的 SHA-256，由 meidang attachments --register 填写；文件换了再用 --accept 认可"
    )
