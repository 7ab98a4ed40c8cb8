"""What the blank forms print of the institution's own figures: scores, days of visits, time limits, watched drugs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final, TypedDict, get_args

from meidang.archive import Archive
from meidang.archive.follow_ups import schedule
from meidang.archive.policies import policies_in_force
from meidang.models.base import describe
from meidang.models.drug_item import DrugItem
from meidang.models.ledgers.cases import PreopAssessment, ProjectCategory
from meidang.models.scalars import AMOUNT
from meidang.models.settings import FollowUpTerms, ReactionTerms
from meidang.render.views.desk import Desk
from meidang.render.views.drugs import limits_of
from meidang.render.views.words import grade_word

#: What is looked at before an operation, and what to write down of it. Labels are those of the ledger's fields.
_ELEMENTS: Final = {
    "cardiovascular": "血压、心率、心电图；高血压、冠心病、心律失常、脑血管病史",
    "coagulation": "血小板、凝血四项；抗凝、抗血小板用药；出血倾向",
    "expectation": "求美动机与期望是否合理；情绪、精神状态；家属意见",
    "prior_procedures": "同部位手术、注射、光电治疗史；并发症；间隔时间",
    "allergy": "药物、麻醉剂、填充材料、消毒剂过敏；瘢痕体质",
}
_OTHERS: Final = "体重指数、吸烟、妊娠状态、感染筛查；局部皮肤情况"
_TOTAL: Final = Decimal(100)
_POINTS: Final = "分"


class ElementRow(TypedDict):
    """An element of the assessment with its points."""

    element: Annotated[str, "评估要素"]
    content: Annotated[str, "评估内容"]
    full: Annotated[str, "满分"]


class VisitDayRow(TypedDict):
    """A visit that falls due after a case."""

    category: Annotated[str, "项目类别"]
    number: Annotated[str, "次数"]
    after: Annotated[str, "随访时点"]
    window: Annotated[str, "可访期间"]


class ReactionRow(TypedDict):
    """What a severity asks for, and how fast."""

    severity: Annotated[str, "分级"]
    limit: Annotated[str, "处置时限"]
    measures: Annotated[str, "处置要求"]
    record: Annotated[str, "登记内容"]


class WatchedRow(TypedDict):
    """A high-risk item."""

    name: Annotated[str, "品名"]
    unit: Annotated[str, "单位"]
    storage: Annotated[str, "库位"]
    limit: Annotated[str, "使用上限"]


class FormsView(TypedDict):
    """The institution's own figures on blank forms."""

    preop_elements: Annotated[list[ElementRow], "术前评估要素"]
    preop_total: Annotated[str, "总分"]
    preop_policy: Annotated[str, "评分依据"]
    preop_score_min: Annotated[str, "合格分"]
    high_risk: Annotated[str, "高风险项目的范围"]
    visit_days: Annotated[list[VisitDayRow], "随访时点"]
    visit_tolerance: Annotated[str, "宽限（天）"]
    reactions: Annotated[list[ReactionRow], "不良反应分级与时限"]
    watched: Annotated[list[WatchedRow], "高风险药品与耗材"]


def forms(desk: Desk) -> FormsView:
    """Everything from settings, policies and drug items, so that a form never says what the rules do not."""
    settings = desk.archive.settings
    elements, policy = _elements(desk)
    terms = settings.high_risk
    risky = f"{grade_word(terms.from_grade)}及以上手术" + ("、高危技术项目目录内的项目" if terms.catalogue else "")
    return {
        "preop_elements": elements,
        "preop_total": AMOUNT.show(sum((Decimal(row["full"]) for row in elements), Decimal())),
        "preop_policy": policy,
        "preop_score_min": AMOUNT.show(settings.preop_score_min),
        "high_risk": risky,
        "visit_days": list(_visit_days(settings.follow_up)),
        "visit_tolerance": str(settings.follow_up.tolerance_days),
        "reactions": _reactions(settings.reactions),
        "watched": _watched(desk.archive),
    }


def _elements(desk: Desk) -> tuple[list[ElementRow], str]:
    """The elements with the points of the policy that scores them all, and its name; else all weigh the same."""
    contents = {describe(PreopAssessment)[name].label: content for name, content in _ELEMENTS.items()}
    points, policy = dict.fromkeys(contents, _TOTAL / len(contents)), ""
    for item in policies_in_force(desk.archive, desk.as_of):
        scored = {one.item_name: one.param_max for one in item.record.limits if one.unit == _POINTS and one.param_max}
        if scored.keys() >= contents.keys():
            points, policy = scored, item.label
    rows: list[ElementRow] = [
        {"element": name, "content": contents.get(name, _OTHERS), "full": AMOUNT.show(full)}
        for name, full in points.items()
    ]
    return rows, policy


def _visit_days(terms: FollowUpTerms) -> Iterator[VisitDayRow]:
    late = terms.tolerance_days
    for category in get_args(ProjectCategory):
        for number, day in enumerate(schedule(terms, category), start=1):
            yield {
                "category": category,
                "number": f"第 {number} 次",
                "after": f"术后第 {day} 天" if category == "手术类" else f"治疗后第 {day} 天",
                "window": f"第 {max(day - late, 1)}–{day + late} 天" if late else f"第 {day} 天",
            }


def _reactions(terms: ReactionTerms) -> list[ReactionRow]:
    return [
        {
            "severity": "轻度",
            "limit": f"责任护士跟踪 {terms.mild_tracked_hours} 小时",
            "measures": "局部红肿、轻微疼痛等；责任护士指导处理并跟踪观察",
            "record": "处置护士、处置时间、跟踪至（日期时刻）",
        },
        {
            "severity": "中度",
            "limit": f"报告后 {_duration(terms.moderate_seen_minutes)}内主诊医师复诊",
            "measures": "明显肿胀、感染、血肿等；主诊医师当面复诊并调整治疗",
            "record": "主诊医师、复诊时间、处置措施",
        },
        {
            "severity": "重度",
            "limit": f"报告后 {_duration(terms.severe_started_minutes)}内会诊并启动应急",
            "measures": "过敏性休克、血管栓塞、视力障碍等；立即会诊，启动应急预案，必要时转诊",
            "record": "会诊时间、应急启动时间、参加科室、转归",
        },
    ]


def _duration(minutes: int) -> str:
    return f" {minutes // 60} 小时" if minutes % 60 == 0 else f" {minutes} 分钟"


def _watched(archive: Archive) -> list[WatchedRow]:
    rows: list[WatchedRow] = []
    for item in archive.of(DrugItem):
        one = item.record
        if one.high_risk:
            rows.append(
                {"name": item.label, "unit": one.unit, "storage": one.storage_bin or "", "limit": limits_of(one)}
            )
    return rows
