"""Policies: approved, in force, with a text; and those that must exist (S0-03, S0-09, S0-11, S1-15, S1-38)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, get_args

from meidang.archive import Archive, Item
from meidang.archive.departments import department_named
from meidang.archive.facts import active_techniques, known
from meidang.archive.policies import in_force, policies_in_force
from meidang.archive.unread import has_unread
from meidang.findings import Severity
from meidang.models.ledgers.cases import ProjectCategory
from meidang.models.policy import Policy
from meidang.models.scalars import AMOUNT
from meidang.models.wording import called, labels
from meidang.rules.rule import Problem, rule

_PREOP: Final = "术前评估"
_GUIDE: Final = "操作步骤指南"
_CATEGORIES: Final[tuple[str, ...]] = get_args(ProjectCategory)
_SCOPES: Final = ("科室", "个人")
#: What stands for a document's number where there is none.
_NO_NUMBER: Final = "无"


# --- one by one ------------------------------------------------------------------------------------------------------


@rule("POL001", Severity.MAJOR, clause="(九)", requirements=("S1-15",))
def not_approved(archive: Archive, as_of: date) -> Iterator[Problem]:
    """制度没有批准人、批准日期或生效日期。

    为什么：没有批准、不知道何时生效的制度，不能作为执行和评审的依据。已废止的不查。
    错误：
    document_name: 术后随访管理规程
    正确：
    document_name: 术后随访管理规程
    approved_by: 院长办公会
    approved_on: 2026-01-10
    effective_on: 2026-01-15
    """
    wanted = ("approved_by", "approved_on", "effective_on")
    for item in archive.of(Policy):
        missing = [name for name in wanted if getattr(item.record, name) is None]
        if missing and known(item.record.abolished_on, as_of) is None:
            message = f"《{item.label}》没有{labels(Policy, *missing)}"
            yield Problem(item, ("document_name",), message, f"补上{called(Policy, *missing)}")


@rule("POL002", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def cited_but_not_in_force(archive: Archive, as_of: date) -> Iterator[Problem]:
    """档案引用的制度已废止，或还没有生效。

    为什么：照着废止的制度做，等于没有依据。台账记的是当时的事，不查；年度计划的任务见 PLN005。
    错误：
    supervision_policy_doc: 已废止的制度
    正确：
    supervision_policy_doc: rational-use
    """
    for policy in archive.of(Policy):
        abolished = known(policy.record.abolished_on, as_of)
        if in_force(policy.record, as_of) or (policy.record.effective_on is None and abolished is None):
            continue
        state = f"已于 {abolished} 废止" if abolished else f"要到 {policy.record.effective_on} 才生效"
        for reference in archive.references_to("policies", policy.id):
            if not reference.item.kind.is_ledger and reference.item.kind.name != "work_plan":
                message = f"{reference.item.label}引用的《{policy.label}》{state}"
                fix = "改为引用现行的制度" if abolished else "生效前仍引用旧制度；日期写错就改正"
                yield Problem(reference.item, reference.path, message, fix)


@rule("POL003", Severity.MAJOR, clause="(九)", requirements=("S1-15",))
def without_text(archive: Archive, as_of: date) -> Iterator[Problem]:
    """制度没有正文。

    为什么：只有名称和文号的制度没有人能照着做；评审看的是内容。已废止的不查。
    错误：
    document_name: 停电应急预案
    正确：
    document_name: 停电应急预案
    body: |
      ## 一、目的
      停电时保证手术安全。
    """
    for item in archive.of(Policy):
        if item.record.body is None and known(item.record.abolished_on, as_of) is None:
            fix = "在第二行 --- 下面写正文；已有 Word 文件的，用 meidang import-policy 转入"
            yield Problem(item, ("document_name",), f"《{item.label}》没有正文", fix)


@rule("POL008", Severity.MINOR, clause="(九)", requirements=("S1-15",))
def document_no_twice(archive: Archive, as_of: date) -> Iterator[Problem]:
    """两份现行的制度文号相同。

    为什么：制度按文号引用，相同就说不清是哪一份；多半是复制后忘了改，或旧版没有写废止日期。没有文号的写“无”，不查。
    错误：
    # 另一份现行制度也是这个文号
    document_no: 澄光医〔2026〕6号
    正确：
    document_no: 澄光医〔2026〕7号
    """
    first: dict[str, Item[Policy]] = {}
    for item in policies_in_force(archive, as_of):
        number = item.record.document_no
        other = first.setdefault(number, item)
        if other is not item and number != _NO_NUMBER:
            message = f"《{item.label}》的文号 {number} 与《{other.label}》（{other.id}）的相同"
            fix = f"改正写错的文号；已被替代的一份写明{called(Policy, 'abolished_on')}"
            yield Problem(item, ("document_no",), message, fix)


# --- those that must exist -------------------------------------------------------------------------------------------


@rule("POL004", Severity.MAJOR, clause="手术室1", requirements=("S1-38",))
def contingency_plan_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """缺少手术室意外事件应急预案。

    为什么：停电、停水、停气等意外事件要有应急预案，人人知晓。哪些预案必须有，见设置的「必须有的应急预案」（required_plans）。
    错误：
    # 只有停电、停水两种预案
    plan_type: 停水
    正确：
    # archive/policies/gas-failure.md
    plan_type: 停气
    """
    room = department_named(archive, "手术室")
    if room is None or has_unread(archive, "policies"):
        return
    existing = {item.record.plan_type for item in policies_in_force(archive, as_of)}
    for plan in archive.settings.required_plans:
        if plan not in existing:
            message = f"{room.label}没有现行有效的{plan}应急预案"
            fix = f"制定{plan}应急预案，存到 archive/policies，{called(Policy, 'plan_type')}写“{plan}”"
            yield Problem(room, (), message, fix)


@rule("POL005", Severity.MAJOR, clause="一(一)1", requirements=("S0-03",))
def preop_rules_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """没有现行的术前评估规范，没有写版本，或没有分手术类、非手术类。

    为什么：术前评估操作规范要分手术类、非手术类明确评估要素，并写明是哪一版。文件名含“术前评估”的算。修订的时限由
    年度计划的任务检查（PLN005）。
    错误：
    document_name: 术前评估操作规范
    project_category: [手术类]
    正确：
    document_name: 术前评估操作规范
    version: '2026'
    project_category: [手术类, 非手术类]
    """
    if archive.institution is None or has_unread(archive, "policies"):
        return
    found = [item for item in policies_in_force(archive, as_of) if _PREOP in item.record.document_name]
    covered = {category for item in found for category in item.record.project_category}
    missing = [category for category in _CATEGORIES if category not in covered]
    if not found:
        fix = f"制定术前评估操作规范，存到 archive/policies，写明{called(Policy, 'project_category', 'effective_on')}"
        yield Problem(archive.institution, (), "没有现行有效的术前评估操作规范", fix)
    elif missing:
        item = found[0]
        message = f"《{item.label}》没有覆盖{'、'.join(missing)}项目"
        fix = f"补充相应的评估要素，在{called(Policy, 'project_category')}写明"
        yield Problem(item, ("project_category",), message, fix, key=True)
    for item in found:
        if item.record.version is None:
            yield Problem(item, ("document_name",), f"《{item.label}》没有写版本", f"补上{called(Policy, 'version')}")


@rule("POL006", Severity.MINOR, clause="一(一)3", requirements=("S0-09",))
def performance_weight_too_low(archive: Archive, as_of: date) -> Iterator[Problem]:
    """术前评估合格率的绩效权重低于规定，或没有覆盖科室和个人。

    为什么：术前评估做得好不好，要能影响科室和个人的绩效；分量太轻就没有作用（下限见设置）。
    错误：
    performance_weights:
      - scope: 科室
        item: 术前评估合格率
        weight: 15
    正确：
    performance_weights:
      - scope: 科室
        item: 术前评估合格率
        weight: 20
      - scope: 个人
        item: 术前评估合格率
        weight: 20
    """
    found = [item for item in policies_in_force(archive, as_of) if item.record.performance_weights]
    if not found and archive.institution and not has_unread(archive, "policies"):
        fix = f"在绩效考核方案的{called(Policy, 'performance_weights')}写明科室和个人的权重"
        message = "没有一份现行的方案把术前评估合格率纳入绩效"
        yield Problem(archive.institution, (), message, fix)
    for item in found:
        yield from _weights(item, archive)


def _weights(item: Item[Policy], archive: Archive) -> Iterator[Problem]:
    least, weights = archive.settings.performance_weight_min, item.record.performance_weights
    missing = [scope for scope in _SCOPES if scope not in {one.scope for one in weights}]
    if missing:
        message = f"《{item.label}》没有规定{'、'.join(missing)}的“{weights[0].item}”权重"
        yield Problem(item, ("performance_weights",), message, "补上这一范围的权重", key=True)
    for index, one in enumerate(weights):
        if one.weight < least:
            shown, limit = AMOUNT.show(one.weight), AMOUNT.show(least)
            message = f"《{item.label}》{one.scope}绩效中“{one.item}”占 {shown}%，规定不低于 {limit}%"
            fix = f"修订方案，把权重提到 {limit}% 以上"
            yield Problem(item, ("performance_weights", index, "weight"), message, fix)


@rule("POL007", Severity.MAJOR, clause="一(二)2", requirements=("S0-11",))
def frequent_technique_without_guide(archive: Archive, as_of: date) -> Iterator[Problem]:
    """高频项目没有操作步骤分解指南，或指南没有规定限值。

    为什么：高频项目要有操作步骤分解指南，写明参数范围、剂量标准或操作时限。上一年度多少例算高频，见设置的
    「须有操作步骤指南的年例数」（guide_from_cases）。
    错误：
    category: 操作步骤指南
    techniques: [T07]
    正确：
    category: 操作步骤指南
    techniques: [T07]
    limits:
      - item_name: A型肉毒毒素单次剂量
        param_max: 200
        unit: U
    """
    guides = [item for item in policies_in_force(archive, as_of) if item.record.category == _GUIDE]
    for technique in () if has_unread(archive, "policies") else active_techniques(archive, as_of):
        done = next((one.cases for one in technique.record.figures if one.year == as_of.year - 1), 0)
        state = _guidance(technique.id, guides) if done >= archive.settings.guide_from_cases else ""
        if state:
            message = f"{technique.label} {as_of.year - 1} 年开展 {done} 例，属高频项目，{state}"
            fix = (
                f"制定（补充）操作步骤指南，{called(Policy, 'techniques')}写 {technique.id}，"
                f"{called(Policy, 'limits')}写参数范围、剂量或时限"
            )
            yield Problem(technique, ("standard_name",), message, fix)


def _guidance(technique_id: str, guides: Sequence[Item[Policy]]) -> str:
    """What a technique's guide lacks; empty where nothing does."""
    mine = [item for item in guides if technique_id in item.record.techniques]
    if not mine:
        return "没有现行有效的操作步骤分解指南"
    is_limited = any(
        limit.param_min is not None or limit.param_max is not None for item in mine for limit in item.record.limits
    )
    return "" if is_limited else f"《{mine[0].label}》没有规定操作限值"
