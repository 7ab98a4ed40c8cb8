"""Codes and numbers of a fixed form: of operations, records and people, of mail, telephones and files.

Beside ``scalars``; the same promises hold.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated, Final

from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as cs

from meidang.models.scalar import Scalar, coded, text_core
from meidang.models.scalars import calendar_pattern
from meidang.source.forms import UNSUITED

#: NHSA edition of ICD-9-CM-3: two digits, a point, digits, an ``x`` extension (08.8902, 85.5400x001, 86.3x12).
OPERATION_CODE = coded(
    "手术编码",
    r"^[0-9]{2}\.[0-9x]{1,6}(x[0-9]{3})?$",
    "医保版 ICD-9-CM-3 手术编码，例如 08.8902 或 85.5400x001",
    number={"type": "number", "minimum": 0, "exclusiveMaximum": 100, "not": {"multipleOf": 1}},
)
EMAIL = coded("邮箱", r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$", "电子邮箱，例如 info@example.invalid")
POSTCODE = coded(
    "邮编",
    r"^[0-9]{6}$",
    "6 位数字的邮政编码，例如 '100000'",
    number={"type": "integer", "minimum": 0, "maximum": 999_999},
)
LANDLINE = coded(
    "机构电话",
    r"^(0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,6})?|1[3-9][0-9]{9}|[48]00-?[0-9]{3}-?[0-9]{4})$",
    "电话号码，例如 010-12345678",
    number={"type": "integer", "minimum": 4_000_000_000, "maximum": 19_999_999_999},
)
MOBILE = coded(
    "手机号",
    r"^1[3-9][0-9]{9}$",
    "11 位手机号码",
    number={"type": "integer", "minimum": 13_000_000_000, "maximum": 19_999_999_999},
    private=True,
)
#: Attachments lie below ``archive/``; no absolute path, no ``..``, no backslash, no address, no trailing space or dot.
_STEP = r'[^/\\:*?"<>|\s.][^/\\:*?"<>|\r\n]*'
_ATTACHMENT = rf"^{_STEP}(/{_STEP})*\.(pdf|PDF|jpg|JPG|jpeg|JPEG|png|PNG|docx|md)$"


def _explain_attachment(text: str) -> str | None:
    """What to do with a file of a kind that is not taken."""
    form = UNSUITED.get(PurePosixPath(text).suffix.lower())
    return f"不收 {form.name}：{form.advice}" if form else None


ATTACHMENT = Scalar(
    "附件",
    text_core(_ATTACHMENT),
    {"type": "string", "pattern": _ATTACHMENT},
    "附件在 archive 文件夹里的相对路径（PDF、JPG、PNG、docx 或 md），例如 attachments/D01/执业证书.pdf",
    explain=_explain_attachment,
)
SHA256 = coded("摘要", r"^[0-9a-f]{64}$", "64 位小写十六进制的 SHA-256，由 meidang attachments --register 填写")
_NUMBER_CODE = r"^[A-Za-z0-9][A-Za-z0-9./-]{0,31}$"
_PERSONAL = r"^(1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])$"
_PERSONAL_NUMBERS = {"anyOf": [{"minimum": 13_000_000_000, "maximum": 19_999_999_999}, {"minimum": 10**16}]}


def _check_number_code(text: str) -> str:
    if re.fullmatch(_PERSONAL, text, re.ASCII):
        raise PydanticCustomError("number_code", "personal number")
    return text


def _explain_number_code(text: str) -> str | None:
    is_personal = re.fullmatch(_PERSONAL, text, re.ASCII)
    return "像证件号或手机号；只写病例号等编号，凭它到病历系统里查" if is_personal else None


#: Medical records, cases and lots go by numbers and codes; a name in Chinese is none, a person's own number neither.
NUMBER_CODE = Scalar(
    "编号",
    cs.no_info_after_validator_function(_check_number_code, text_core(_NUMBER_CODE)),
    {
        "anyOf": [
            {"type": "string", "pattern": _NUMBER_CODE, "not": {"pattern": _PERSONAL}},
            {"type": "number", "minimum": 0, "not": _PERSONAL_NUMBERS},
        ]
    },
    "编号：只含字母、数字和 - . /，不写姓名、证件号和手机号",
    explain=_explain_number_code,
)
#: NHSA edition of ICD-10: a letter, two digits, and more behind a point (Z41.101, Z41.100x024).
DIAGNOSIS_CODE = coded("疾病编码", r"^[A-Z][0-9]{2}(\.[0-9x]{1,7})?$", "医保版 ICD-10 疾病编码，例如 Z41.101")
#: A repository on a platform, its branch, addresses there: what a form is told, so nothing that could end an address.
REPOSITORY = coded(
    "仓库",
    r"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+$",
    "所有者/名称，例如 hospital/archive（GitLab 的分组再加一层）",
)
BRANCH = coded("分支", r"^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*$", "分支的名称，例如 main")
WEB_ADDRESS = coded(
    "网址",
    r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?$",
    "以 https:// 开头的地址，例如 https://git.example.invalid",
)
APP_ID = coded("应用编号", r"^[A-Za-z0-9_-]{1,128}$", "平台给出的一串字母和数字")
OperationCode = Annotated[str, OPERATION_CODE]
NumberCode = Annotated[str, NUMBER_CODE]
DiagnosisCode = Annotated[str, DIAGNOSIS_CODE]
Email = Annotated[str, EMAIL]
Postcode = Annotated[str, POSTCODE]
Landline = Annotated[str, LANDLINE]
Mobile = Annotated[str, MOBILE]
AttachmentFile = Annotated[str, ATTACHMENT]
Sha256 = Annotated[str, SHA256]
Repository = Annotated[str, REPOSITORY]
Branch = Annotated[str, BRANCH]
WebAddress = Annotated[str, WEB_ADDRESS]
AppId = Annotated[str, APP_ID]


#: GB 11643-1999: weights of the first 17 digits; the check digit makes the sum 1 modulo 11.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"


def _check_national_id(text: str) -> str:
    """Why not python-stdnum: its import costs a quarter of a small check; the tests hold us to it instead."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    if _CHECK_DIGITS[total % 11] != text[-1]:
        raise PydanticCustomError("national_id", "check digit")
    if not re.fullmatch(calendar_pattern(), f"{text[6:10]}-{text[10:12]}-{text[12:14]}", re.ASCII):
        raise PydanticCustomError("national_id", "birth date")
    return text


_NATIONAL_ID = r"^[1-9][0-9]{16}[0-9X]$"


def _explain_national_id(text: str) -> str | None:
    """What is wrong with it, without a digit of it."""
    if len(text) != 18:
        return f"应为 18 位，现在是 {len(text)} 位"
    if text[-1] == "x":
        return "末位的 x 改成大写 X"
    return "校验位或出生日期不对，请对照证件核对" if re.fullmatch(_NATIONAL_ID, text) else None


#: GB 11643: 17 digits and a check digit; the birth date inside must exist.
NATIONAL_ID = Scalar(
    "身份证号",
    cs.no_info_after_validator_function(_check_national_id, text_core(_NATIONAL_ID)),
    {
        "anyOf": [
            {"type": "string", "pattern": _NATIONAL_ID},
            {"type": "integer", "minimum": 10**17, "exclusiveMaximum": 10**18},
        ]
    },
    "18 位身份证号（17 位数字加校验位，末位为数字或大写 X，出生日期与校验位都要正确）",
    explain=_explain_national_id,
    private=True,
)
NationalId = Annotated[str, NATIONAL_ID]
