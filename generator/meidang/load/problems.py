"""What the codes DAT001 to DAT008 mean: a record that can be read but not understood."""

from __future__ import annotations

from meidang.findings import Explanation

EXPLANATIONS = (
    Explanation(
        "DAT001",
        "缺少必填的键",
        "没有这一项，记录就不完整，文档里会留空。",
        "dept_no: 1\n# 没有 dept_name",
        "dept_no: 1\ndept_name: 美容外科",
    ),
    Explanation(
        "DAT002",
        "没有这个键",
        "写错一个字母的键会让内容悄悄丢失，所以不认识的键一律指出，并给出最接近的键。",
        "valid_too: 2031-04-30",
        "valid_to: 2031-04-30",
    ),
    Explanation(
        "DAT003",
        "值不合要求",
        "日期、数字、编码和选项都有固定的写法，写法不对就无法判断是否到期、是否超范围。",
        "valid_to: 2026/4/30",
        "valid_to: 2026-04-30",
    ),
    Explanation(
        "DAT004",
        "结构不对",
        "要写列表的地方写成了一个值，或要写一组内容的地方写成了文字。",
        "posts: 护士",
        "posts:\n  - 护士",
    ),
    Explanation(
        "DAT005",
        "引用的记录不存在",
        "人员、科室、技术项目用编号互相引用；编号写错，链接、授权和统计都会断开。",
        "department_id: aesthetic_surgry",
        "department_id: aesthetic_surgery",
    ),
    Explanation(
        "DAT006",
        "文件名不能作编号",
        "文件名就是记录的编号，会用在网址和输出文件名里，只能用字母、数字、- 和 _。",
        "archive/staff/何砚.yaml",
        "archive/staff/D03.yaml",
    ),
    Explanation(
        "DAT007",
        "缺少必需的文件",
        "没有机构信息、职称表、证照类型表和分级目录，就无法判断任何人的资质。",
        "archive/ 里没有 institution.yaml",
        "archive/institution.yaml",
    ),
    Explanation(
        "DAT008",
        "表里有重复的编号",
        "同一编号有两行，引用它的记录不知道该用哪一行。",
        "- id: doctor_practice\n- id: doctor_practice",
        "- id: doctor_practice\n- id: nurse_practice",
    ),
)
