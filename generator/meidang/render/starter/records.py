"""Answers -> the records that differ from one institution to the next: itself, its departments, its settings.

What is not known yet stands there as a comment with its Chinese name, so that whoever fills it in need not look it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from meidang.kinds import KINDS
from meidang.models.base import Declared, Model, adapter, describe
from meidang.models.department import Department
from meidang.models.institution import MAX_GRADE, Institution
from meidang.models.settings import Settings
from meidang.render.starter.answers import DEPARTMENTS, Answers, StarterDepartment
from meidang.source.tree import Value
from meidang.source.write import dump

#: What needs no quotes for any reader that takes every scalar for text.
_SIMPLE: Final = re.compile(r"'([0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|true|false)'")
#: Lists of the institution that a beginner fills in at once. Why brackets: what is left of them, the reader refuses.
_LICENCE: Final = """\
# 机构证照，每个一段；去掉行首的“# ”，把〔…〕换成证照上的内容
# licences:
#   - credential_type: practice_licence
#     number: 〔登记号〕
#     authority: 〔发证机关〕
#     obtained_on: 〔发证日期，例如 2020-01-31〕
#     valid_to: 〔有效期至，例如 2035-01-30；没有期限写 长期〕
#     last_verified_on: 〔最近校验日期〕
"""
_SUBJECT: Final = """\
# 诊疗科目，照执业许可证写，每个一段
# clinical_subjects:
#   - code: 〔科目代码，例如 14.01〕
#     name: 〔科目名称，例如 美容外科〕
"""
_LISTS: Final[Mapping[str, str]] = {"licences": _LICENCE, "clinical_subjects": _SUBJECT}


def institution(answers: Answers) -> str:
    """The institution's record: the name, what was answered, and the rest to be filled in."""
    kind = answers.institution_type
    known = {
        "name": answers.name,
        "institution_type": kind or "",
        "institution_grade": answers.institution_grade,
        "max_grade_allowed": str(MAX_GRADE[kind]) if kind else "",
        **managed(answers, "JG-01", "院办"),
    }
    fields = describe(Institution)
    lines = [_modeline("institution"), "# 机构技术档案。以 # 开头的行还没有填：填好后去掉行首的“# ”\n"]
    for name, field in fields.items():
        if known.get(name):
            text = dump({name: known[name]})
            lines.append(text if name == "name" else _plain(text))
        elif name in _LISTS:
            lines.append("\n" + _LISTS[name])
        elif not field.many:
            lines.append(_open(name, field))
    return "".join(lines)


def department(one: StarterDepartment, answers: Answers) -> str:
    """A department's record: which it is, whether it is in use, and what is to be filled in once it is."""
    in_use = one.id in answers.in_use
    number = DEPARTMENTS.index(one) + 1
    known = {
        "dept_no": str(number),
        "dept_name": one.name,
        "category": one.category,
        "in_use": "true" if in_use else "false",
    }
    owner = managed(answers, f"KS-{number:02}", one.name if in_use else "院办")
    begun = "" if in_use else "# 没有设置这个科室。要用时把 in_use 改成 true，再填下面各行\n"
    told = "# 以 # 开头的行还没有填：填好后去掉行首的“# ”；负责人等写人员的编号，先建 archive/staff 里的档案\n"
    head = f"# 科室技术档案：{one.name}\n{begun}{told}"
    group = ("qc_group_members", "qc_group_head", "qc_group_duties")
    wanted = {"established_on", "head_id", "head_nurse_id", *group, "overview"}
    lines = [_modeline("department"), head, "\n", *_lines(known)]
    lines += [_open(name, field) for name, field in describe(Department).items() if name in wanted]
    return "".join([*lines, *_lines(owner)])


def _lines(known: Mapping[str, str]) -> Iterator[str]:
    return (_plain(dump({name: value})) for name, value in known.items())


def managed(answers: Answers, archive_no: str, owner: str) -> Mapping[str, str]:
    """Whose a record is, when it was written and when it must be looked at again."""
    return {
        "archive_no": archive_no,
        "owner_dept": owner,
        "updated_on": answers.today.isoformat(),
        "next_review_on": answers.review.isoformat(),
    }


def settings(answers: Answers) -> str:
    """Every setting with its meaning; the values are those that hold anyway."""
    given: Mapping[str, Any] = {"inspection_on": answers.inspection_on, "short_name": answers.short_name or None}
    head = "# 设置：各项期限和门槛。删去一行即用默认值，这里全部写出，便于看到可以改什么；以 # 开头的没有默认值\n"
    defaults = adapter(Settings).validate_python({})
    lines = [_modeline("settings"), head]
    for name, field in describe(Settings).items():
        if name != "note":
            lines += ["\n", *_setting(name, field, getattr(defaults, name), given, "")]
    return "".join(lines)


def _setting(name: str, field: Declared, value: Any, given: Mapping[str, Any], indent: str) -> Iterator[str]:
    yield f"{indent}# {field.label}{_hinted(field)}\n"
    value = given.get(name) or value
    if field.model is None or field.many:
        yield from _scalar(name, value, indent)
        return
    inner = [(key, part, getattr(value, key, None)) for key, part in describe(field.model).items() if key != "note"]
    if all((given.get(key) or one) is None for key, _, one in inner):
        yield f"{indent}# {name}:\n"
        yield from (f"{indent}#   {key}: 〔{part.label}{_hinted(part)}〕\n" for key, part, _ in inner)
        return
    yield f"{indent}{name}:\n"
    for key, part, one in inner:
        yield from _setting(key, part, one, given, f"{indent}  ")


def _scalar(name: str, value: Any, indent: str) -> Iterator[str]:
    if value is None:
        yield f"{indent}# {name}:\n"
        return
    for line in _plain(dump({name: _tree(value)})).splitlines(keepends=True):
        yield f"{indent}{line}"


def _tree(value: Any) -> Value:
    """A default as it is written in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return [_tree(one) for one in value]
    if isinstance(value, Model):
        return {name: _tree(getattr(value, name)) for name in describe(type(value))}
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(text: str) -> str:
    """Our own numbers, dates and yes or no without quotes, as people type them; an answer's words keep theirs."""
    return _SIMPLE.sub(r"\1", text)


def _open(name: str, field: Declared) -> str:
    """A line that is still to be filled in: in brackets, so that nobody takes it for a value."""
    blank = f"〔{field.label}{_hinted(field)}〕"
    return f"# {name}: {f'[{blank}]' if field.many else blank}\n"


def _hinted(field: Declared) -> str:
    return f"（{field.hint}）" if field.hint else ""


def _modeline(kind: str) -> str:
    up = "../" * KINDS[kind].path("x").count("/")
    return f"# yaml-language-server: $schema={up}schemas/{kind}.schema.json\n"
