"""Whatever slip stands around a private value, no finding and no report repeats it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from meidang.load import load_archive
from meidang.report import FORMATS, Report
from meidang.source.read import parse

SECRETS = ("110105198804121238", "13800138001", "138 0013 8001", "虚构市虚构区虚构路 7 号 2 单元")
SLIPS = (
    "home_address：{0}\n",
    "name: x\nhome_address：{0}\n",
    "home_address:{0}\n",
    "name: x\nhome_address:{0}\n",
    "{0}\n",
    "- {0}\n",
    "{0}: 1\n",
    "{0}: 1\n{0}: 2\n",
    "home_address {0}: x\n",
    "home_address：{0}: x\n",
    "phone: “{0}”\n",
    "phone: ［{0}］\n",
    "phone: [{0}，{0}]\n",
    "phone:\n  -{0}\n",
    "phone: -甲{0}\n",
    "phone: *{0}\n",
    "phone: &{0} x\n",
    "phone: !{0} x\n",
    "phone: {{{0}\n",
    "phone: @{0}\n",
    "phone: x #{0}\n",
    'phone: "{0}\nname: x\n',
    'phone: "\\q{0}"\n',
    "phone: x\n  {0}\n",
    "phone:\n\t{0}\n",
    "phone: | {0}\n",
    "? [{0}]\n: 1\n",
    "phone:\n  {0}: 1\n",
    "phone: [{0}]\n",
    "phone: '{0}。'\n",
    "national_id: '{0}。'\n",
    "sex: '{0}'\n",
    "hired_on: '{0}'\n",
    "department_id: '{0}'\n",
    "name: x\ndepartment_id: hr\nposts: ['{0}']\n",
    "name: x\ndepartment_id: hr\ncredentials:\n  - credential_type: '{0}'\n    scan: '{0}'\n",
    "name: x\ndepartment_id: hr\ncredentials:\n  - {0}: x\n",
    "name: x\ndepartment_id: '{0}x'\n",
    "name: x\ndepartment_id: A{0}\n",
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("slip", SLIPS)
def test_no_message_repeats_a_private_value(slip, secret):
    reading = parse(slip.format(secret), "archive/staff/D01.yaml")
    loaded = load_archive([reading.source])
    findings = (*reading.findings, *loaded.findings)
    assert findings
    report = Report(findings, date(2026, 6, 30), 1, {})
    said = "".join(one.message + one.fix for one in findings) + "".join(write(report) for write in FORMATS.values())
    for part in (secret, secret.replace(" ", ""), secret[:11], json.dumps(secret)[1:-1]):
        assert part not in said


@pytest.mark.parametrize("number", ["110101199003072316", "13800138001"])
def test_a_patients_own_number_is_no_case_number_and_is_not_repeated(number):
    text = f"period: 2026-05\nentries:\n  - incident_no: '{number}'\n    date: 2026-05-06\n"
    text += "    event_level: 隐患\n    element: 设备\n    description: 报警\n"
    loaded = load_archive([parse(text, "archive/ledger/incident/hospital-2026-05.yaml").source])
    (finding,) = [one for one in loaded.findings if one.code == "DAT003"]
    assert number not in finding.message + finding.fix
    assert finding.fix == "像证件号或手机号；只写病例号等编号，凭它到病历系统里查"
