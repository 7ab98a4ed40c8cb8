"""The evidence that a clause cites: is it there, and what does it say in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from meidang.archive import Archive
from meidang.archive.collections import COLLECTIONS, entries_until
from meidang.archive.indicators import State as ValueState
from meidang.archive.indicators import series
from meidang.archive.obligations import owed
from meidang.archive.policies import in_force
from meidang.archive.tasks import is_done, is_overdue
from meidang.kinds import KINDS
from meidang.models.base import describe
from meidang.models.duties import Duties, Indicators
from meidang.models.plans import WorkPlan
from meidang.models.policy import Policy
from meidang.models.standard import Evidence
from meidang.readiness.scope import speaks_of
from meidang.readiness.states import Proof


def proofs(archive: Archive, evidence: Evidence, day: date, faults: Callable[[str], int]) -> Iterator[Proof]:
    """Each piece of evidence with its state on ``day``.

    ``faults`` counts what was found under a key: a rule's code, or the row that asked for it (``duties/…``).
    """
    for kind in evidence.records:
        count = len(archive.of(KINDS[kind].model)) if kind in KINDS else 0
        yield Proof("records", kind, f"{_plural(kind)} {count} 份", count > 0)
    yield from (_field(archive, evidence, name) for name in evidence.fields)
    yield from (_ledger(archive, name, day) for name in evidence.ledgers)
    yield from (_duty(archive, name, day, faults(f"duties/{name}")) for name in evidence.duties)
    yield from (_indicator(archive, name, day) for name in evidence.indicators)
    yield from (_policy(archive, name, day) for name in evidence.policies)
    yield from (_task(archive, name, day) for name in evidence.tasks)
    for code in evidence.rules:
        count = faults(code)
        yield Proof("rules", code, f"发现 {count} 项" if count else "没有发现问题", is_there=True)


def _field(archive: Archive, evidence: Evidence, name: str) -> Proof:
    kind_name, _, field = name.partition(".")
    kind = KINDS.get(kind_name)
    if kind is None or field not in describe(kind.model):
        # A data error tells of it; a preview is made all the same.
        return Proof("fields", name, name, is_there=False)
    items = [item for item in archive.of(kind.model) if speaks_of(archive, evidence, item.key)]
    empty = [item.label for item in items if getattr(item.record, field) in (None, ())]
    label = f"{kind.title}的「{describe(kind.model)[field].label}」"
    said = f"（{_few(empty)}没有填写）" if empty else ""
    return Proof("fields", name, f"{label}{said}", bool(items) and not empty)


def _ledger(archive: Archive, name: str, day: date) -> Proof:
    if name not in COLLECTIONS:
        return Proof("ledgers", name, name, is_there=False)
    found = entries_until(archive, name, day)
    last = max((one.day for one in found if one.day), default=None)
    words = f"{COLLECTIONS[name].title} {len(found)} 条" + (f"，最近 {last}" if last else "")
    return Proof("ledgers", name, words, bool(found))


def _duty(archive: Archive, name: str, day: date, faults: int) -> Proof:
    row = next((row for item in archive.of(Duties) for row in item.record.duties if row.id == name), None)
    mine = [one for one in owed(archive, day) if one.duty.id == name]
    if row and not mine:
        said = f"从 {row.since} 起" if row.since > day else "目前没有对象"
    elif faults:
        said = f"发现 {faults} 项"
    else:
        said = "按期完成" if any(one.entries for one in mine) else "还没有到期"
    return Proof("duties", name, f"{row.name if row else name}：{said}", is_there=True)


def _indicator(archive: Archive, name: str, day: date) -> Proof:
    row = next((row for item in archive.of(Indicators) for row in item.record.indicators if row.id == name), None)
    values = [value for one in series(archive, day) if one.indicator.id == name for value in one.values]
    judged = [value for value in values if value.state is not ValueState.RUNNING]
    missed = sum(value.state is ValueState.MISSED for value in judged)
    last = f"{judged[-1].period.words}{judged[-1].state.value}" if judged else "还没有满一期"
    more = f"，共 {missed} 期未达标" if missed else ""
    return Proof("indicators", name, f"{row.name if row else name}：{last}{more}", is_there=True)


def _policy(archive: Archive, name: str, day: date) -> Proof:
    policy = archive.get(Policy, name)
    words = f"《{policy.label}》" if policy else name
    return Proof("policies", name, words, policy is not None and in_force(policy.record, day))


def _task(archive: Archive, name: str, day: date) -> Proof:
    task = next((task for item in archive.of(WorkPlan) for task in item.record.tasks if task.id == name), None)
    if task is None:
        return Proof("tasks", name, name, is_there=False)
    said = "逾期" if is_overdue(task, day) else "已完成" if is_done(task, day) else task.status or "未写状态"
    return Proof("tasks", name, f"任务“{task.task}”：{said}", is_there=True)


def _plural(kind: str) -> str:
    return KINDS[kind].plural if kind in KINDS else kind


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:3]) + (f" 等 {len(names)} 份" if len(names) > 3 else "")
