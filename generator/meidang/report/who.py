"""Who was authorised on a day, as a table for a terminal and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from meidang.archive.authorised import WEIGHED, Authorisation, Verdict, terms
from meidang.models.scalars import NEVER
from meidang.models.staff import Staff
from meidang.pipeline.who import Answer, AtTheTime
from meidang.report.columns import folded
from meidang.report.fields import width
from meidang.report.lines import one_line, visible

#: The widths of a row's columns, in half-width characters; what is longer moves the rest.
_COLUMNS: Final = (30, 10, 12, 12)
#: A line of a terminal.
_WIDTH: Final = 80


def as_text(now: Answer, *, is_past: bool, then: AtTheTime | None) -> str:
    """The answer, and below it what the archive said at the time where that differs or was asked for."""
    lines = [_title(now), _source(now, is_past=is_past), *_notes(now), "", *_answer(now)]
    lines += ["", *folded(WEIGHED, "", "")]
    if then and then.answer:
        lines += ["", *_then(then.answer, same=then.same)]
    elif then:
        lines += ["", f"{then.lack}。"]
    return "\n".join(lines) + "\n"


def _title(now: Answer) -> str:
    asked = "有哪些授权" if _is_person(now) else "谁有授权"
    return f"{one_line(now.about.label)} {now.about.id}，{now.day}　{asked}"


def _source(now: Answer, *, is_past: bool) -> str:
    if is_past:
        return f"依据：当时的档案，版本 {now.revision}（那个版本怎样写这一天）"
    revision = f"，版本 {one_line(now.revision)}" if now.revision else ""
    return f"依据：现在的档案{revision}（今天的记录怎样说那一天）"


def _notes(answer: Answer) -> Iterator[str]:
    """What is to be known before the people: files that are missing, and what the institution lacked."""
    if answer.unread:
        yield "注意：这份档案有读不出来的文件，答案可能不全；运行 meidang check 看是哪些"
    if answer.institution:
        personal = "，下面的“可以”只是就个人而言" if answer.may else ""
        yield f"注意：当日机构方面有欠缺{personal}："
        yield from (f"    · {one_line(words)}" for words in answer.institution)


def _then(answer: Answer, *, same: bool) -> Iterator[str]:
    if same:
        yield f"当时的档案（版本 {answer.revision}）写的相同。"
        return
    yield f"当时的档案（版本 {answer.revision}）写的不同："
    yield from _notes(answer)
    yield ""
    yield from _answer(answer)


def _is_person(answer: Answer) -> bool:
    return isinstance(answer.about.record, Staff)


# --- a table for each verdict ----------------------------------------------------------------------------------------


def _answer(answer: Answer) -> Iterator[str]:
    if not answer.rows:
        yield "档案里没有登记过任何授权。" if _is_person(answer) else "档案里没有任何人登记过这项技术的授权。"
        return
    unit = "项" if _is_person(answer) else "人"
    for number, verdict in enumerate(Verdict):
        rows = [one for one in answer.rows if one.verdict is verdict]
        if rows or verdict is Verdict.MAY:
            yield from [""] * bool(number)
            yield f"{verdict.value}（{len(rows)} {unit}{'次' * (unit == '人')}）" if rows else f"{verdict.value}：无"
        if rows:
            yield _row("授权项目" if _is_person(answer) else "人员", "类别", "授权日期", "有效期至", "签批、条件")
        for one in rows:
            yield from _lines(answer, one)


def _lines(answer: Answer, one: Authorisation) -> Iterator[str]:
    held = one.held.privilege
    more = "；".join(filter(None, (held.granted_by or "", *terms(answer.archive, one.held))))
    row = _row(whom(answer, one), held.privilege_type, _day(held.granted_on), _day(held.valid_to), one_line(more))
    if width(row) <= _WIDTH:
        yield row
    else:
        yield _row(whom(answer, one), held.privilege_type, _day(held.granted_on), _day(held.valid_to), "")
        yield f"      {one_line(more)}"
    yield from (f"    · {one_line(words)}" for words in one.against)
    if one.verdict is not Verdict.NOT_THEN:
        yield from (f"    · 机构方面：{one_line(words)}" for words in answer.technique(one))


def whom(answer: Answer, one: Authorisation) -> str:
    """The holder of a technique's privilege; of a person's what it is for."""
    held = one.held
    if not _is_person(answer):
        return f"{held.item.id} {one_line(held.item.label)}"
    if held.technique:
        return f"{held.technique.id} {one_line(held.technique.label)}"
    return one_line(held.privilege.operation_name or held.privilege.tier or "—")


def _day(day: object) -> str:
    return "长期" if day == NEVER else str(day or "—")


def _row(*cells: str) -> str:
    line = " "
    for at, cell in enumerate(cells):
        line += f" {cell}"
        if at < len(_COLUMNS):
            line += " " * (_COLUMNS[at] - width(cell) - 1)
    return line.rstrip()


# --- for programs ----------------------------------------------------------------------------------------------------


def as_json(now: Answer, *, is_past: bool, then: AtTheTime | None) -> str:
    r"""Keys are added, never renamed. ``then``: what the archive said at the time; null where nobody asked.

    ``answers``: who (or what), since, until, verdict (``may``, ``barred``, ``not_then``), and what stands against it.
    ``institution``: what stood against the institution and the technique, whoever did it.
    """
    document = {"schema_version": 1, **_document(now), "past": is_past, "then": None}
    if then and then.answer:
        document["then"] = {**_document(then.answer), "same": then.same, "lack": ""}
    elif then:
        document["then"] = {"lack": then.lack}
    return visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _document(answer: Answer) -> dict[str, Any]:
    return {
        "about": answer.about.key,
        "name": answer.about.label,
        "on": answer.day.isoformat(),
        "revision": answer.revision,
        "unread": answer.unread,
        "institution": list(answer.institution),
        "answers": [_json(answer, one) for one in answer.rows],
    }


def _json(answer: Answer, one: Authorisation) -> dict[str, Any]:
    held = one.held.privilege
    return {
        "staff": one.held.item.id,
        "name": one.held.item.label,
        "technique": one.held.technique.id if one.held.technique else held.technique_id,
        "operation": held.operation_name,
        "privilege_type": held.privilege_type,
        "verdict": one.verdict.name.lower(),
        "against": list(one.against),
        "institution": list(answer.technique(one)),
        "granted_on": held.granted_on.isoformat() if held.granted_on else None,
        "valid_to": held.valid_to.isoformat() if held.valid_to else None,
        "granted_by": held.granted_by,
        "terms": list(terms(answer.archive, one.held)),
    }
