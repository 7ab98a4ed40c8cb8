"""The sheet 说明 of the form: how to fill it in, what is never touched, how it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meidang.render.intake.sheets import Sheet
from meidang.render.intake.tables import Table
from meidang.render.intake.taking import CLEAR

#: How the form says that it holds what the archive said.
_FILLED: Final = "已填入档案现在的内容，改过的格导入后写回档案。"


def says_filled(sheet: Sheet) -> bool:
    """Whether these are the notes of a form that held what the archive said."""
    return any(_FILLED in str(cell.value) for cell in sheet.rows.get(1, {}).values())


def notes(tables: Sequence[Table], *, is_blank: bool) -> Iterator[tuple[str, str]]:
    """Two columns: what it is about, and what there is to know."""
    yield (
        "这是什么",
        ("档案数据的填写表，由美档生成。" + ("空白表，填好后导入档案。" if is_blank else _FILLED)),
    )
    yield "保密", "内含身份证号、手机号等个人信息，属内部资料：不要放进 Git，不要发到群里，用完删除。"
    yield "必填", "标题带 * 的列，新的一行必须填写。标题可以改用常见的叫法，列的顺序可以变，用不到的列可以删。"
    yield (
        "空格子",
        (
            "空着的格不改档案里的内容。格里只有 /、\\、_、— 这样的横线斜线，也算空着；"
            "只写 无、暂无、没有、N/A、null、none 的也算（台账里写一段文字的格除外）。"
            f"不写“同上”“同前”“同左”“〃”这样的记号。要删一项，写 {CLEAR}。"
        ),
    )
    yield "删行", "表里没有的人、证照和台账条目，档案里原样保留；从表里删行不会删除档案内容。"
    yield "日期", "写 2026-04-30（Excel 的日期格式即可）；没有期限的有效期写 长期。不知道日子的不要编，空着。"
    yield "时刻", "写 2026-03-02 10:10。"
    yield "期间", "台账的期间写 2026（年）、2026-H1（半年）、2026-Q2（季度）或 2026-05（月）；院级台账不填科室。"
    yield (
        "编号和号码",
        "身份证号、手机号、证书编号、工号所在的列已设为文本格式，请保持文本：按数字输入的 18 位号码末几位会变成 0。",
    )
    yield "人员和科室", "可以从下拉列表选，也可以只写编号或只写名称；有同名的写编号。一格写几个的用顿号 、 隔开。"
    yield "几项文字", "“存在问题”“预警项”等一格多项的文字，每项一行（Alt+Enter 换行）。"
    yield "级别", "一级、二级、三级、四级或不分级；“是否”类的格写 是 或 否。"
    yield "附件", "写文件在 archive 文件夹里的路径，例如 attachments/D01/执业证书.pdf；文件要先放进去。"
    yield "新人员", "在“人员名册”里加一行，编号按本机构的规则（字母开头，例如 N04），不能与已有的相同。"
    yield (
        "改名",
        "编号和姓名要对得上，防止错行。确实有人改了姓名，先改“姓名”格，导入时加 --rename-person 和他的编号。",
    )
    yield (
        "认出同一条",
        "证照按类型和编号（没有编号按取得日期）、授权按类别、项目和授权日期、台账按编号和日期认出已有的一条，其余作为新的一条。",
    )
    yield (
        "怎样导入",
        "保存后运行 meidang import 文件名.xlsx，先看清单（只列出，不写入），没有问题再加 --write。重复导入不会重复写。",
    )
    for table in tables:
        if table.left_out:
            yield f"{table.title}：不在表里", f"{'、'.join(table.left_out)}。导入不会动它们，请在档案或另外的表里改。"
