"""During and after the case: safety checklist, recovery, visits, devices in order (S0-10, S0-22, S1-36, S1-39)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from meidang.archive import Archive
from meidang.archive.cases import BEYOND_LOCAL, Done, done_cases
from meidang.archive.devices import against_use
from meidang.findings import Severity
from meidang.models.base import describe
from meidang.models.device import Device
from meidang.models.ledgers.cases import Case, CheckNode, PacuRecord, SafetyChecklist
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

_NODES = ("node1_at_and_signs", "node2_at_and_signs", "node3_at_and_signs")


@rule("CAS015", Severity.VETO, clause="一(二)1", requirements=("S0-10", "S0-02"))
def checklist_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """手术安全核查缺节点、缺签名、没有扫码，或者时间次序颠倒。

    为什么：手术类病例三个节点的核查覆盖率应为 100%；每个节点由手术医师、护士签名，局麻以外的还要有麻醉医师（三方），
    按先后进行，扫码确认。
    错误：
    safety_checklist:
      node1_at_and_signs:
        at: 2026-05-06T09:00
        signs: [D01, A01]
    正确：
    safety_checklist:
      node1_at_and_signs:
        at: 2026-05-06T09:00
        signs: [D01, A01, N01]
      node2_at_and_signs:
        at: 2026-05-06T09:20
        signs: [D01, A01, N01]
      node3_at_and_signs:
        at: 2026-05-06T11:00
        signs: [D01, A01, N01]
      scanned: true
    """
    for done in done_cases(archive, as_of):
        if done.case.category != "手术类":
            continue
        checklist = done.case.safety_checklist
        if checklist is None:
            fix = f"补上{called(Case, 'safety_checklist')}；没有核查的按违规处理"
            yield Problem(done.item, done.at(), f"{done.whose}没有手术安全核查", fix)
            continue
        wrong = _wrong(checklist, _parties(done))
        if wrong:
            message = f"{done.whose}的手术安全核查{'；'.join(wrong)}"
            path = done.at("safety_checklist")
            yield Problem(done.item, path, message, "按原始核查表补正；没有核查的按违规处理", key=True)


def _parties(done: Done) -> int:
    """Surgeon and nurse; with anaesthesia beyond local the anaesthetist too."""
    return 3 if done.case.anaesthesia_type in BEYOND_LOCAL else 2


_COUNTED: Final[Mapping[int, str]] = {2: "两", 3: "三"}


def _wrong(checklist: SafetyChecklist, parties: int) -> list[str]:
    words = {name: declared.label for name, declared in describe(SafetyChecklist).items()}
    nodes: dict[str, CheckNode | None] = {name: getattr(checklist, name) for name in _NODES}
    given = [(words[name], node) for name, node in nodes.items() if node]
    missing = [words[name] for name, node in nodes.items() if node is None]
    wrong = [f"缺“{'”“'.join(missing)}”节点"] if missing else []
    wrong += [f"“{label}”不足{_COUNTED[parties]}人签名" for label, node in given if len(set(node.signs)) < parties]
    wrong += [f"“{late}”早于“{early}”" for (early, one), (late, two) in pairwise(given) if two.at < one.at]
    return wrong if checklist.scanned else [*wrong, "没有扫码确认"]


@rule("CAS016", Severity.MAJOR, clause="麻醉科3", requirements=("S1-36",))
def recovery_not_recorded(archive: Archive, as_of: date) -> Iterator[Problem]:
    """局麻以外的麻醉没有麻醉恢复记录，或记录不完整。

    为什么：麻醉恢复室要全程观察、专人负责，入室、出室、观察人和签名缺一不可。
    错误：
    anaesthesia_type: 全麻
    pacu:
      entered_at: 2026-05-06T11:05
    正确：
    anaesthesia_type: 全麻
    pacu:
      entered_at: 2026-05-06T11:05
      left_at: 2026-05-06T12:30
      observer: N01
      signature: N01
    """
    for done in done_cases(archive, as_of):
        if done.case.anaesthesia_type not in BEYOND_LOCAL:
            continue
        pacu, what = done.case.pacu, f"{done.whose}：{done.case.anaesthesia_type}，"
        if pacu is None:
            yield Problem(done.item, done.at(), f"{what}没有麻醉恢复记录", f"补上{called(Case, 'pacu')}")
            continue
        missing = [name for name in ("left_at", "observer", "signature") if getattr(pacu, name) is None]
        if missing:
            said, fix = f"{what}麻醉恢复记录缺{labels(PacuRecord, *missing)}", f"补上{called(PacuRecord, *missing)}"
            yield Problem(done.item, done.at("pacu"), said, fix, key=True)
        elif pacu.left_at and pacu.left_at < pacu.entered_at:
            yield Problem(done.item, done.at("pacu", "left_at"), f"{what}麻醉恢复的出室早于入室", "按原始记录改正时间")


@rule("CAS017", Severity.MAJOR, clause="手术室2", requirements=("S1-39",))
def not_visited(archive: Archive, as_of: date) -> Iterator[Problem]:
    """大、中型手术缺术前访视或术后回访，或者手术类病例没有写手术规模。

    为什么：大、中型手术术前有访视，术后有回访，都要写明日期和人；不写规模就无法判断。术后回访与随访用同一宽限。
    错误：
    scale: 中
    visits:
      preop_visit_on: 2026-05-05
      preop_visitor: N01
    正确：
    scale: 中
    visits:
      preop_visit_on: 2026-05-05
      preop_visitor: N01
      postop_visit_on: 2026-05-07
      postop_visitor: N01
    """
    grace = timedelta(days=archive.settings.follow_up.tolerance_days)
    for done in done_cases(archive, as_of):
        if done.case.scale is None and done.case.category == "手术类":
            fix = f"补上{called(Case, 'scale')}；大、中型的还要有访视和回访"
            yield Problem(done.item, done.at(), f"{done.whose}没有写手术规模，无法判断要不要访视", fix)
        if done.case.scale not in ("大", "中"):
            continue
        lacking = _visits_lacking(done, is_over=done.day + grace < as_of)
        if lacking:
            message = f"{done.whose}是{done.case.scale}型手术，{'；'.join(lacking)}"
            path, given = done.at("visits"), done.case.visits is not None
            fix = f"在{called(Case, 'visits')}里补上日期和访视人"
            yield Problem(done.item, path if given else done.at(), message, fix, key=given)


def _visits_lacking(done: Done, *, is_over: bool) -> list[str]:
    """What the visits lack. ``is_over``: the visit afterwards should have been made by now."""
    visits, lacking = done.case.visits, []
    before, after = (visits.preop_visit_on, visits.postop_visit_on) if visits else (None, None)
    if visits is None or before is None:
        lacking.append("没有术前访视")
    elif before > done.day:
        lacking.append(f"术前访视（{before}）晚于手术")
    elif visits.preop_visitor is None:
        lacking.append("没有写访视人")
    if visits is None or after is None:
        lacking += ["没有术后回访"] if is_over else []
    elif after < done.day:
        lacking.append(f"术后回访（{after}）早于手术")
    elif visits.postop_visitor is None:
        lacking.append("没有写回访人")
    return lacking


@rule("CAS019", Severity.VETO, clause="二(一)1", requirements=("S0-22",))
def device_not_fit(archive: Archive, as_of: date) -> Iterator[Problem]:
    """病例使用的设备当天不能使用：校验过期或不合格、定期检验过期、已报废或尚未验收。

    为什么：能量设备每季度由厂家工程师校验，不合格立即停用；过了校验期的设备，参数没有凭据。
    错误：
    # E01 上次校验 2026-01-12，2026-04-12 到期
    date: 2026-04-20
    device_ids: [E01]
    正确：
    date: 2026-04-10
    device_ids: [E01]
    """
    for done in done_cases(archive, as_of):
        wrong = [
            (index, f"{archive.name(Device, device_id)}（{device_id}）{said}")
            for index, device_id in enumerate(done.case.device_ids)
            if (said := against_use(archive, device_id, done.day))
        ]
        if wrong:
            message = f"{done.whose}使用的设备{'；'.join(said for _, said in wrong)}"
            path = done.at("device_ids", wrong[0][0])
            yield Problem(done.item, path, message, "停用设备，校验合格后再用；已校验的补登校准台账")
