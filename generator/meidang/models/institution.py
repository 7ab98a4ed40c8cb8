"""The institution: the general facts of clause (一), its licences, and what its grade allows (S1-05, S1-06)."""

from collections.abc import Mapping
from typing import Final, Literal

from meidang.models.audience import Audience
from meidang.models.base import Model, Record, declare, field
from meidang.models.codes import Email, Landline, Postcode
from meidang.models.scalars import Amount, Count, Date, MaxGrade, Text
from meidang.models.shared import Credential

#: Institution types of the catalogue of 2009 (requirement S1-05).
InstitutionType = Literal[
    "医疗美容诊所",
    "医疗美容门诊部",
    "设有麻醉科的医疗美容门诊部",
    "二级综合医院",
    "美容医院(二级医疗美容专科医院)",
    "三级整形外科医院",
    "三级综合医院",
]

#: The highest grade of project by type of institution: 医疗美容项目分级管理目录 (卫办医政发〔2009〕220号). The line for
#: 美容医院 was garbled in the copy read; the figure agrees with the evaluation notes (二级 may not do 四级).
MAX_GRADE: Final[Mapping[InstitutionType, int]] = {
    "医疗美容诊所": 1,
    "医疗美容门诊部": 1,
    "设有麻醉科的医疗美容门诊部": 2,
    "二级综合医院": 2,
    "美容医院(二级医疗美容专科医院)": 3,
    "三级整形外科医院": 4,
    "三级综合医院": 4,
}


@declare("诊疗科目", "S1-10")
class ClinicalSubject(Model):
    """One registered 诊疗科目 of the practice licence."""

    code: Text = field("科目代码", hint="例如 14.01", audience=Audience.PUBLIC)
    name: Text = field("科目名称", hint="例如 美容外科", audience=Audience.PUBLIC)


@declare("年检校验", "S1-06")
class Verification(Model):
    """One verification of the practice licence (医疗机构管理条例, Art. 22)."""

    verified_on: Date = field("校验日期", audience=Audience.PUBLIC)
    authority: Text | None = field("校验机关", None, audience=Audience.PUBLIC)
    result: Literal["合格", "暂缓校验", "不合格"] = field("校验结论", "合格", audience=Audience.PUBLIC)


@declare("机构技术档案", "S1-05", "S1-06")
class Institution(Record):
    """The institution. The seventeen facts of clause (一) may be missing from the file; a rule then says which."""

    name: Text = field("名称", audience=Audience.PUBLIC)
    legal_representative: Text | None = field("法人代表", None, audience=Audience.PUBLIC)
    responsible_person: Text | None = field("负责人", None, audience=Audience.PUBLIC)
    registered_capital: Text | None = field("注册资本", None, hint="例如 2000万元")
    floor_area_m2: Amount | None = field("建筑面积（平方米）", None)
    institution_type: InstitutionType | None = field("机构类型", None, audience=Audience.PUBLIC)
    institution_grade: Literal["一级", "二级", "三级", "未定级"] | None = field(
        "机构等级", None, audience=Audience.PUBLIC
    )
    max_grade_allowed: MaxGrade | None = field(
        "可开展最高级别", None, hint="本机构可开展的最高手术级别，1 到 4", audience=Audience.PUBLIC
    )
    beds: Count | None = field("床位数", None, audience=Audience.PUBLIC)
    treatment_beds: Count | None = field("美容治疗床数", None, audience=Audience.PUBLIC)
    dental_chairs: Count | None = field("牙科综合治疗椅数", None, audience=Audience.PUBLIC)
    operating_tables: Count | None = field("手术台数", None)
    clinical_subjects: tuple[ClinicalSubject, ...] = field("诊疗科目", (), audience=Audience.PUBLIC)
    licences: tuple[Credential, ...] = field(
        "机构证照", (), hint="营业执照、医疗机构执业许可证、验收合格证等", audience=Audience.PUBLIC
    )
    annual_verification: tuple[Verification, ...] = field("年检校验", (), audience=Audience.PUBLIC)
    founded_on: Date | None = field("成立日期", None, audience=Audience.PUBLIC)
    website: Text | None = field("官网", None, hint="没有官网写 无", audience=Audience.PUBLIC)
    address: Text | None = field("地址", None, audience=Audience.PUBLIC)
    email: Email | None = field("邮箱", None, audience=Audience.PUBLIC)
    postcode: Postcode | None = field("邮编", None, audience=Audience.PUBLIC)
    phone: Landline | None = field("联系电话", None, audience=Audience.PUBLIC)

    def label(self) -> str:
        """The institution's name."""
        return self.name
