"""Personal numbers where anything may be written: they belong into fields of their own, which stay internal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.collections import ledger_items
from meidang.archive.privacy import has_personal_number, personal_numbers
from meidang.findings import Severity
from meidang.models.staff import Staff
from meidang.models.wording import called
from meidang.rules.rule import Problem, rule


@rule("PRI001", Severity.MINOR, clause="个人信息保护法")
def personal_number_in_text(archive: Archive, as_of: date) -> Iterator[Problem]:  # noqa: ARG001 - true on any day
    """文字里写了身份证号或手机号。

    为什么：备注等文字会印进文件、显示在网站上；身份证号和手机号只能写在专门的字段里，那里的内容不上网站。
    依据：个人信息保护法第二十八条
    错误：
    note: 有事打 13800000000
    正确：
    phone: '13800000000'
    """
    clean: set[str] = set()
    for item in archive.items.values():
        for path in () if item.kind.is_ledger else personal_numbers(item.record, clean):
            message = f"{item.kind.title}“{item.label}”的文字里有身份证号或手机号"
            fix = f"删掉号码；要保留就写到人员档案的{called(Staff, 'national_id')}或{called(Staff, 'phone')}"
            yield Problem(item, path, message, fix)


@rule("PRI002", Severity.ERROR, clause="个人信息保护法")
def personal_number_as_id(archive: Archive, as_of: date) -> Iterator[Problem]:  # noqa: ARG001 - true on any day
    """文件名里有身份证号或手机号。

    为什么：文件名就是编号，会印进每份文件、成为网址的一部分；网址会留在浏览记录和日志里。
    依据：个人信息保护法第二十八条
    错误：
    # archive/staff/A13800000000.yaml
    name: 王岚
    正确：
    # archive/staff/D01.yaml
    name: 王岚
    """
    for item in archive.items.values():
        if has_personal_number(item.id):
            message = f"{item.kind.title}的文件名里有身份证号或手机号"
            yield Problem(item, (), message, "给文件改名，例如 D01.yaml；别处写到这个编号的也一起改")


@rule("PRI003", Severity.MAJOR, clause="个人信息保护法")
def personal_number_in_ledger(archive: Archive, as_of: date) -> Iterator[Problem]:  # noqa: ARG001 - true on any day
    """台账里写了像身份证号或手机号的内容。

    为什么：台账只用编号指明病例；患者的姓名、证件号和手机号不进档案，要查找就凭病例号到病历系统里查。
    依据：个人信息保护法第二十八条
    错误：
    case_no: '13800000000'
    正确：
    case_no: C26-0118
    """
    clean: set[str] = set()
    for item in ledger_items(archive):
        for path in personal_numbers(item.record, clean):
            message = f"{item.kind.title}（{item.id}）里有像身份证号或手机号的内容"
            yield Problem(item, path, message, "删掉号码，改写病例号；历史提交里的也要请管理员清除")
