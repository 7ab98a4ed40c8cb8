"""How the binder 评审卷宗 is put together: its parts in the inspector's order, and how thick a volume may be."""

from typing import Literal

from meidang.models.base import Model, Table, declare, field
from meidang.models.duties import Condition
from meidang.models.references import KindRef
from meidang.models.scalars import Bool, Period, Text

#: What the binder draws up itself: the techniques of all catalogues, the indicators' latest values, all changes.
Listing = Literal["技术项目目录", "指标一览", "变更登记"]


@declare("卷宗内容")
class BinderContent(Model):
    """What belongs to a part: the documents of a kind, of one template, those that meet conditions; or a list."""

    kind: KindRef | None = field("种类", None, hint="档案、台账或制度的种类，例如 technique、case、policies")
    template: Text | None = field("模板", None, hint="只收这个模板的文档，写文件名，例如 institution.roster.docx")
    where: tuple[Condition, ...] = field("条件", (), hint="只收符合条件的档案；台账不用写")
    listing: Listing | None = field("清单", None, hint="由程序汇总的清单；与种类二选一")


@declare("卷宗部分")
class BinderPart(Model):
    """A part behind a divider, with a tab at the page's edge."""

    title: Text = field("名称")
    tab: Text | None = field("标签", None, hint="页边标签上的字，例如 八 或 三(二)；不填则按顺序编号")
    owner_dept: Text | None = field("责任部门", None)
    contents: tuple[BinderContent, ...] = field("内容", (), hint="按顺序；一份文档归入第一个写到它的部分")


@declare("附录")
class BinderAppendix(Model):
    """The attachments, each once, behind all other parts."""

    title: Text = field("名称", "附录　附件")
    tab: Text = field("标签", "附")
    owner_dept: Text | None = field("责任部门", None)
    printed: Bool = field("收入附件", True, hint="写“否”（false）则卷宗不附扫描件")


@declare("卷宗编排")
class Binder(Table):
    """One file, ``archive/binder.yaml``; without it the order of the inspection holds."""

    volume_pages: Period = field("每册页数", 300, hint="一册最多多少页，0 为不分册；一份档案不会拆到两册")
    parts: tuple[BinderPart, ...] = field("部分", ())
    appendix: BinderAppendix = field("附录", factory=BinderAppendix)
