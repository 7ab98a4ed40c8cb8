"""What hospitals call the columns and sheets besides our labels; one place for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: More headings by field; by ``table:field`` where they hold for one table only.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "record": ("工号", "员工编号", "职工编号", "职工号", "员工号", "人员编号", "人员工号", "人员代码"),
    "staff:record": ("编号", "人员档案编号", "序号编号"),
    "technique.figures:record": ("技术编号", "项目编号", "技术项目"),
    "technique.figures:name": ("技术名称", "项目名称", "技术项目名称", "技术"),
    "name": ("名字", "员工姓名", "人员姓名", "职工姓名", "人员", "持证人", "被授权人", "医师姓名", "护士姓名"),
    "period": ("统计期间", "所属期间", "月份", "季度", "台账期间"),
    "department": ("部门", "所在科室", "所属科室", "责任科室", "台账科室"),
    "sex": ("男女",),
    "birth_ym": ("出生日期", "出生年月日", "生日", "出生月份"),
    "national_id": ("身份证", "身份证号码", "身份证件号", "公民身份号码", "居民身份证号", "居民身份证号码", "证件号码"),
    "phone": ("手机", "手机号", "电话", "联系电话", "联系方式", "移动电话", "电话号码"),
    "home_address": ("住址", "家庭地址", "现住址", "住所"),
    "department_id": ("部门", "所在科室", "所属科室", "所在部门", "科室名称", "部门名称"),
    "other_departments": ("兼职部门", "兼职", "其他科室"),
    "posts": ("岗位类别", "岗位名称", "工作岗位"),
    "position": ("行政职务", "现任职务"),
    "practice_category_scope": ("执业类别", "执业范围", "执业类别及范围", "执业类别与范围"),
    "hired_on": ("入职时间", "到岗日期", "到岗时间", "参加工作日期", "来院日期", "来院时间", "入院日期"),
    "left_on": ("离职时间", "离院日期", "离岗日期"),
    "credential_type": ("证书类型", "证件类型", "证照名称", "证书名称", "证件名称", "证书", "证照", "资质名称"),
    "number": ("证书编号", "证书号", "证号", "证照编号", "证件编号", "证件号", "资格证号", "执业证号", "证书号码"),
    "authority": ("发证单位", "颁发机关", "颁发单位", "发证部门", "签发机关", "颁证机关"),
    "obtained_on": ("发证日期", "发证时间", "取得时间", "颁发日期", "颁发时间", "签发日期", "获得日期", "批准日期"),
    "valid_to": (
        "有效期",
        "有效期止",
        "有效日期",
        "有效期限",
        "到期日期",
        "到期日",
        "到期时间",
        "失效日期",
        "截止日期",
    ),
    "last_verified_on": ("最近校验日期", "校验日期", "核查日期", "最近核查日期", "注册日期"),
    "filing_discipline": ("主诊专业",),
    "scan": ("附件", "扫描文件", "电子版"),
    "privilege_type": ("授权类型", "权限类别", "权限", "授权种类"),
    "technique_id": ("技术名称", "项目名称", "技术", "授权技术", "项目"),
    "operation_name": ("手术项目", "术式", "手术名"),
    "icd9cm3": ("手术编码", "手术操作编码", "icd-9", "icd9", "icd-9-cm-3", "icd9cm3编码"),
    "level": ("手术级别", "手术等级", "分级"),
    "granted_on": ("授权时间", "授予日期", "批准日期"),
    "granted_by": ("授权人", "签批人", "批准人", "审批人"),
    "score": ("分数", "成绩", "得分"),
    "year": ("年份", "年"),
    "cases": ("例数", "年度例数", "开展数", "病例数", "台数"),
    "cured": ("治愈例数", "治愈数"),
    "improved": ("好转例数", "好转数"),
    "ineffective": ("无效例数", "无效数"),
    "complications": ("并发症例数", "并发症数"),
    "disputes": ("纠纷例数", "纠纷数", "投诉纠纷"),
    "item_name": ("项目名称", "名称"),
    "credits": ("学分数",),
    "school": ("学校", "院校", "毕业学校"),
    "education": ("学历", "学位", "最高学历"),
    "specialty": ("所学专业",),
    "graduated_on": ("毕业时间",),
    "title": ("专业技术职称", "职称名称", "技术职称"),
    "hours": ("课时", "培训学时"),
    "date": ("时间", "发生日期"),
    "case_no": ("病案号", "住院号", "病历号"),
    "operator_id": ("术者", "主刀", "手术医师", "手术者", "主刀医师"),
    "device_id": ("设备名称", "设备编号"),
    "drug_item_id": ("药品名称", "药品", "品种"),
    "lot_no": ("批次", "生产批号"),
    "expiry_on": ("有效期", "有效期至", "失效日期"),
    "note": ("说明", "备注说明"),
}

#: More names of sheets, by table.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "staff": ("名册", "花名册", "人员花名册", "员工花名册", "人员名单", "人员", "人员信息", "员工名册", "职工名册"),
    "staff.credentials": ("证照", "证书", "资质", "人员资质", "人员证书", "证照台账", "证照资质", "人员证照台账"),
    "institution.licences": ("机构资质", "机构证照台账", "医院证照"),
    "staff.privileges": ("授权台账", "技术授权", "手术授权", "医师授权", "权限", "授权表"),
    "technique.figures": ("技术年度数据", "年度运行情况", "年度例数", "年度统计", "技术年度运行情况"),
    "staff.participation": ("参与技术", "主要参与技术项目"),
}

#: Other words for the choices of a field.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": {"m": "男", "male": "男", "男性": "男", "f": "女", "female": "女", "女性": "女"},
}

#: Headings of what nobody needs to bring in: told of by nobody.
COUNTED: Final = frozenset({"序号", "no", "no.", "行号", "#", "序"})
