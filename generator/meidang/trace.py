"""The requirements of an inspection, by id, and where each lives: fields, checks, clauses, documents, tests.

The ids are those of the project's analysis of the evaluation notes (``S1-…``) and of the annual plan (``S0-…``). What
serves a requirement is not listed here: models, rules, duties, indicators and clauses name it, and ``trace`` collects
them, so that the table cannot say what the code does not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from meidang.archive import Archive
from meidang.kinds import KINDS, Kind
from meidang.models.base import Model, describe, requirements_of
from meidang.models.duties import Duties, Indicators
from meidang.models.standard import Standard
from meidang.rules import RULES


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: its clause as people cite it, and its title. ``uncheckable``: why nothing can check it."""

    id: str
    clause: str
    title: str
    uncheckable: str = ""


_T = TypeVar("_T")

_ROWS: Final[tuple[tuple[str, ...], ...]] = (
    ("S1-01", "总则1", "档案动态更新与定期复核"),
    ("S1-02", "总则2", "机构、科室、个人三级档案齐全"),
    ("S1-03", "总则3", "院科两级持续改进"),
    ("S1-04", "准备/评价重点", "院科两级质量方案并落实到台账"),
    ("S1-05", "技术项目档案总要求", "技术档案与机构等级、能力相符"),
    ("S1-06", "(一) 机构一般信息", "机构一般信息与证照"),
    ("S1-07", "(二) 国家/省/市禁止或限制技术", "国家、省、市禁限技术"),
    ("S1-08", "(三) 等级权限禁限项目", "等级权限内的禁限项目"),
    ("S1-09", "(四) 人员、职称及权限", "人员职称与十八类授权"),
    ("S1-10", "(四) 科室目录", "十八个科室的设置"),
    ("S1-11", "(五) 自身限制技术项目", "自身限制与解除"),
    ("S1-12.1", "(六)1 临床重点技术项目", "重点技术目录"),
    ("S1-12.2", "(六)2 临床高危技术项目", "高危技术目录"),
    ("S1-12.3", "(六)3 临床新业务、新技术项目", "新技术目录"),
    ("S1-12.4", "(六)4 临床科研技术项目", "科研技术目录"),
    ("S1-12.5", "(六)5 临床路径技术项目", "临床路径目录"),
    ("S1-12.6", "(六)6 单病种技术项目", "单病种目录"),
    ("S1-13.1", "(七)1 单项技术动态管理", "技术的专业分类"),
    ("S1-13.2", "(七)2 单项技术动态管理", "技术名称、分级与编码"),
    ("S1-13.3", "(七)3 单项技术动态管理", "按职称准入"),
    ("S1-13.4", "(七)4 单项技术动态管理", "报批、伦理与备案"),
    ("S1-13.5", "(七)5 单项技术动态管理", "年度例数与各项率"),
    ("S1-13.6", "(七)6 单项技术动态管理", "风险预警与处置预案"),
    ("S1-13.7", "(七)7 单项技术动态管理", "应用督导评价"),
    ("S1-13.8", "(七)8 单项技术动态管理", "中止、终止与转日常"),
    ("S1-14.1", "(八)1 个人技术档案", "个人一般信息"),
    ("S1-14.2", "(八)2 个人技术档案", "个人禁止、限制项目"),
    ("S1-14.3", "(八)3 个人技术档案", "个人授权项目"),
    ("S1-14.4", "(八)4 个人技术档案", "个人自身限制项目"),
    ("S1-14.5", "(八)5 个人技术档案", "主要参与的技术项目"),
    ("S1-14.6", "(八)6 个人技术档案", "证照与资质"),
    ("S1-14.7", "(八)7 个人技术档案", "晋升晋级"),
    ("S1-14.8", "(八)8 个人技术档案", "科研论文"),
    ("S1-14.9", "(八)9 个人技术档案", "继续教育学分"),
    ("S1-14.10", "(八)10 个人技术档案", "进修学习"),
    ("S1-14.11", "(八)11 个人技术档案", "教学与获奖"),
    ("S1-15", "(九) 其它", "按期更新与变更登记"),
    ("S1-16", "交叉引用", "第 34 条的交叉引用", "所引的第 34 条没有随评审要点提供，要向评审机构索取原文后才能核对"),
    ("S1-17", "新业务新技术", "新技术二年内评价"),
    ("S1-18", "科研项目", "科研立项与按期结题"),
    ("S1-19", "日常1 抗生素", "抗菌药物合理应用"),
    ("S1-20", "日常2 运行病历", "运行病历月度考评"),
    ("S1-21", "门诊部1", "门诊方案由专科医师核准"),
    ("S1-22", "门诊部2", "门诊病历月考评、季评价、年总结"),
    ("S1-23", "检验科1", "委托检验协议与资质"),
    ("S1-24", "检验科2", "检验科三区布局"),
    ("S1-25a", "影像科1", "影像指标与图像质量评价"),
    ("S1-25b", "影像科2", "影像科质控小组"),
    ("S1-26", "药事1", "抗菌药物分级授权"),
    ("S1-27", "药事2", "用药监督机制"),
    ("S1-28", "药事3", "处方月点评与质量工具"),
    ("S1-29", "病案1", "病案人员背景与培训"),
    ("S1-30", "病案2", "病案室负责人资质"),
    ("S1-31", "病案3", "病案质控指标与归档"),
    ("S1-32", "病案4", "病历质量季度总结（院科两级）"),
    ("S1-33", "病案5", "病案首页签名与编码"),
    ("S1-34", "麻醉科1", "麻醉分级授权"),
    ("S1-35", "麻醉科2", "急救绿色通道"),
    ("S1-36", "麻醉科3", "麻醉恢复全程观察"),
    ("S1-37", "麻醉科4", "麻醉医师年度继续教育"),
    ("S1-38", "手术室1", "停电、停水、停气预案与知晓"),
    ("S1-39", "手术室2", "术前访视与术后回访"),
    ("S1-40", "手术室3", "手术室质量检查"),
    ("S1-41", "手术室4", "手术室协调会议"),
    ("S0-01", "年度计划", "年度工作计划与任务"),
    ("S0-02", "全周期质控", "病例全周期可追溯"),
    ("S0-03", "术前评估规范", "术前评估操作规范"),
    ("S0-04", "评估要素", "术前评估要素与评分"),
    ("S0-05", "双签", "评估双签"),
    ("S0-06", "分级评估-高危", "高风险病例讨论与审核"),
    ("S0-07", "分级评估-中低危", "中低风险护士会签与预警"),
    ("S0-08", "时间表", "规范培训与准入挂钩"),
    ("S0-09", "绩效", "评估合格率绩效权重"),
    ("S0-10", "手术安全核查", "手术安全核查三节点"),
    ("S0-11", "操作步骤指南", "操作步骤分解指南"),
    ("S0-12", "剂量限", "肉毒毒素单次剂量上限"),
    ("S0-13", "时限", "填充单部位时限"),
    ("S0-14", "智能监控与月报", "环境监测与合规性月报"),
    ("S0-15", "随访计划", "术后随访计划"),
    ("S0-16", "失访率", "失访率"),
    ("S0-17", "不良反应分级", "不良反应分级响应"),
    ("S0-18", "处置及时率", "不良反应处置及时率"),
    ("S0-19", "一人一档", "随访系统互联与专项检查"),
    ("S0-20", "安全目标", "安全目标"),
    ("S0-21", "设备档案", "设备全周期档案"),
    ("S0-22", "校准", "能量设备季度校验"),
    ("S0-23", "药品查对", "用药查对"),
    ("S0-24", "高风险药品", "高风险药品双人双锁与日核对"),
    ("S0-25", "追溯", "扫码追溯"),
    ("S0-26", "手册与活动", "管理手册与专项活动"),
    ("S0-27", "主诊医师", "主诊医师资质核查"),
    ("S0-28", "护理人员", "护理资质、培训与技能考核"),
    ("S0-29", "第三方评估", "第三方能力评估"),
)

REQUIREMENTS: Final[Mapping[str, Requirement]] = {row[0]: Requirement(*row) for row in _ROWS}


@dataclass(frozen=True, slots=True)
class Trace:
    """What serves a requirement.

    ``fields``: groups of fields as (kind's name, group's title); ``rules``, ``duties``, ``indicators`` and ``clauses``
    by code or id; ``documents``: kinds in whose documents the fields are printed; ``tests``: of its checks.
    """

    requirement: Requirement
    fields: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    duties: tuple[str, ...]
    indicators: tuple[str, ...]
    clauses: tuple[str, ...]
    documents: tuple[Kind, ...]
    tests: tuple[str, ...]


def trace(archive: Archive) -> tuple[Trace, ...]:
    """Every requirement with what serves it in the program and in this archive, in the order of the requirements."""
    fields = _grouped(_tagged())
    rules = _grouped((one, code) for code, rule in RULES.items() for one in rule.requirements)
    duties = _grouped(
        (one, row.id) for item in archive.of(Duties) for row in item.record.duties for one in row.requirements
    )
    indicators = _grouped(
        (one, row.id) for item in archive.of(Indicators) for row in item.record.indicators for one in row.requirements
    )
    clauses = _grouped(
        (one, row.id) for item in archive.of(Standard) for row in item.record.clauses for one in row.requirements
    )
    return tuple(
        Trace(
            requirement,
            held := fields.get(name, ()),
            rules.get(name, ()),
            duties.get(name, ()),
            indicators.get(name, ()),
            clauses.get(name, ()),
            tuple(KINDS[kind] for kind in dict.fromkeys(kind for kind, _ in held)),
            tuple(_tests(rules.get(name, ()), duties.get(name, ()), indicators.get(name, ()))),
        )
        for name, requirement in REQUIREMENTS.items()
    )


def _tests(rules: tuple[str, ...], duties: tuple[str, ...], indicators: tuple[str, ...]) -> Iterator[str]:
    yield from (f"tests/rules/cases/{code}" for code in rules)
    yield from (f"tests/trace/test_duties.py[{name}]" for name in duties)
    yield from (f"tests/trace/test_indicators.py[{name}]" for name in indicators)


def _grouped(pairs: Iterator[tuple[str, _T]]) -> Mapping[str, tuple[_T, ...]]:
    found: dict[str, dict[_T, None]] = {}
    for name, value in pairs:
        found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in found.items()}


def _tagged() -> Iterator[tuple[str, tuple[str, str]]]:
    """Every requirement that a model names, with the kind that holds the model and the model's title."""
    for kind in KINDS.values():
        yield from _tags(kind, kind.model, kind.title)


def _tags(kind: Kind, model: type[Model], title: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in requirements_of(model):
        yield name, (kind.name, title)
    for declared in describe(model).values():
        if declared.model is not None:
            yield from _tags(kind, declared.model, declared.label)
