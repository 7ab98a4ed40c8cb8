"""What people read when a record does not fit: exact sentences, places and fixes."""

from __future__ import annotations

import pytest

from meidang.kinds import KINDS
from meidang.load import load_archive
from meidang.source.read import parse

STAFF = "archive/staff/D01.yaml"

#: (what is tried, the file, the findings as lines)
TABLE = [
    (
        "a file's name alone becomes a group",
        "name: 何砚\ndepartment_id: hr\ncredentials:\n  - credential_type: x\n    scan: attachments/D01/执业证书 副本.pdf\n",
        [
            (
                "archive/staff/D01.yaml:5:11 DAT004 「扫描件」应为一组「扫描件」内容（每行一个“键: 值”）"
                " → 写成“scan: {file: attachments/D01/执业证书 副本.pdf}”"
            ),
        ],
    ),
    (
        "a file's name that YAML would take for something else is quoted",
        "name: 何砚\ndepartment_id: hr\npapers:\n  - paper_title: a\n    journal_or_project: b\n    file: 'a{b}, c.pdf'\n",
        [
            (
                "archive/staff/D01.yaml:6:11 DAT004 「附件」应为一组「附件」内容（每行一个“键: 值”）"
                " → 写成“file: {file: 'a{b}, c.pdf'}”"
            ),
        ],
    ),
    (
        "what is no file's name is not repeated as one",
        "name: 何砚\ndepartment_id: hr\npapers:\n  - paper_title: a\n    journal_or_project: b\n    file: 虚构市虚构区虚构路 7 号 2 单元\n",
        [
            (
                "archive/staff/D01.yaml:6:11 DAT004 「附件」应为一组「附件」内容（每行一个“键: 值”）"
                " → 写成“file: {file: …}”"
            ),
        ],
    ),
    (
        "a photograph of a telephone is refused with the way out",
        "name: 何砚\ndepartment_id: hr\npapers:\n  - paper_title: a\n    journal_or_project: b\n    file: {file: a/b.HEIC}\n",
        [
            (
                "archive/staff/D01.yaml:6:18 DAT003 「文件」不能是“a/b.HEIC”"
                " → 不收 HEIC 照片：在 iPhone 的“设置-相机-格式”里选“兼容性最佳”再拍，已拍的用看图软件另存为 JPG"
            ),
        ],
    ),
    (
        "a digest in capitals is refused",
        "name: 何砚\ndepartment_id: hr\npapers:\n  - paper_title: a\n    journal_or_project: b\n    file: {file: a/b.pdf, sha256: ABC}\n",
        [
            (
                "archive/staff/D01.yaml:6:35 DAT003 「摘要」不能是“ABC”"
                " → 应为 64 位小写十六进制的 SHA-256，由 meidang attachments --register 填写"
            ),
        ],
    ),
    (
        "a missing required key points at the record's first place",
        "name: 何砚\n",
        [
            "archive/staff/D01.yaml:1:1 DAT001 缺少「科室」 → 补上「科室」（department_id），应为编号：字母开头，只含字母、数字、- 和 _"
        ],
    ),
    (
        "an unknown key offers the nearest one",
        "name: 何砚\ndepartment_id: hr\ncredentails: []\n",
        ["archive/staff/D01.yaml:3:1 DAT002 没有“credentails”这个键 → 是不是“credentials”（证照与资质）？"],
    ),
    (
        "a Chinese label typed as a key offers the key",
        "姓名: 何砚\nname: 何砚\ndepartment_id: hr\n",
        ["archive/staff/D01.yaml:1:1 DAT002 没有“姓名”这个键 → 是不是“name”（姓名）？"],
    ),
    (
        "a date in another form is rewritten",
        "name: 何砚\ndepartment_id: hr\nhired_on: 2026/4/3\n",
        ["archive/staff/D01.yaml:3:11 DAT003 「入职日期」不能是“2026/4/3” → 请写成 2026-04-03"],
    ),
    (
        "a day that no calendar has",
        "name: 何砚\ndepartment_id: hr\nhired_on: 2026-02-30\n",
        ["archive/staff/D01.yaml:3:11 DAT003 「入职日期」不能是“2026-02-30” → 没有这一天，请核对月份和日期"],
    ),
    (
        "a yes in Chinese is told in the file's own word",
        "name: 何砚\ndepartment_id: hr\ntraining:\n  - {trained_on: 2026-01-05, content: 激光, hours: 8, aesthetic: 是}\n",
        ["archive/staff/D01.yaml:4:64 DAT003 「医美专科」不能是“是” → 请写成 true（是）"],
    ),
    (
        "a timestamp is no date",
        "name: 何砚\ndepartment_id: hr\nhired_on: '1562025600'\n",
        [
            (
                "archive/staff/D01.yaml:3:11 DAT003 「入职日期」不能是“1562025600”"
                " → 应为日期，写成 年-月-日，例如 2026-04-30"
            )
        ],
    ),
    (
        "a wrong choice offers the nearest",
        "name: 何砚\ndepartment_id: hr\nposts:\n  - 主诊医生\n",
        [
            (
                "archive/staff/D01.yaml:4:5 DAT003 「岗位」不能是“主诊医生” → 是不是“主诊医师”？（应为其中之一：医师、主诊医师、"
                "麻醉医师、护士、医美护士、药师、放射工作人员、检验人员、灭菌操作人员、病案人员、院感人员、纹绣师）"
            )
        ],
    ),
    (
        "a value where a list belongs",
        "name: 何砚\ndepartment_id: hr\nposts: 护士\n",
        [
            "archive/staff/D01.yaml:3:8 DAT004 「岗位」应为列表 → 每项另起一行，以“- ”开头；没有内容就删掉「岗位」（posts）这一行"
        ],
    ),
    (
        "text where a group belongs",
        "name: 何砚\ndepartment_id: hr\npapers:\n  - 一篇论文\n",
        [
            (
                "archive/staff/D01.yaml:4:5 DAT004 「科研论文」应为一组「科研论文」内容（每行一个“键: 值”）"
                " → 改成要求的写法；字段清单见网站的“字段说明”页"
            )
        ],
    ),
    (
        "a required key without a value",
        "name:\ndepartment_id: hr\n",
        ["archive/staff/D01.yaml:1:6 DAT003 「姓名」空着 → 应为一行文字"],
    ),
    (
        "an expiry date says its one word for no end",
        "name: 何砚\ndepartment_id: hr\ncredentials:\n  - credential_type: x\n    valid_to: 永久\n",
        ["archive/staff/D01.yaml:5:15 DAT003 「有效期至」不能是“永久” → 请写成 长期"],
    ),
    (
        "an identity number is never repeated in a message",
        "name: 何砚\ndepartment_id: hr\nnational_id: '110105194912310021'\n",
        [("archive/staff/D01.yaml:3:14 DAT003 「身份证号」写得不对 → 校验位或出生日期不对，请对照证件核对")],
    ),
    (
        "a private free text is never repeated either",
        "name: 何砚\ndepartment_id: hr\nhome_address:\n  - 澄光路\n",
        [
            "archive/staff/D01.yaml:4:3 DAT004 「家庭住址」应为文字（可以分行） → 改成要求的写法；字段清单见网站的“字段说明”页"
        ],
    ),
    (
        "all problems of a file at once, each once",
        "name: 何砚\ndepartment_id: hr\nhired_on: 昨天\nsex: 男性\nleft_on: 2026-1-1\n",
        [
            "archive/staff/D01.yaml:3:11 DAT003 「入职日期」不能是“昨天” → 应为日期，写成 年-月-日，例如 2026-04-30",
            "archive/staff/D01.yaml:4:6 DAT003 「性别」不能是“男性” → 是不是“男”？（应为其中之一：男、女）",
            "archive/staff/D01.yaml:5:10 DAT003 「离职日期」不能是“2026-1-1” → 请写成 2026-01-01",
        ],
    ),
]


def lines_of(path: str, text: str) -> list[str]:
    """The findings about one file, without those about everything else that an archive needs."""
    reading = parse(text, path)
    assert not reading.findings
    found = [finding for finding in load_archive([reading.source]).findings if finding.location.path == path]
    ordered = sorted(found, key=lambda finding: finding.sort_key)
    return [f"{finding.location} {finding.code} {finding.message} → {finding.fix}" for finding in ordered]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_message(text, expected):
    assert [line for line in lines_of(STAFF, text) if "DAT005" not in line] == expected


def test_a_dangling_reference_offers_the_nearest_id():
    department = parse(
        "dept_no: 1\ndept_name: 美容外科\ncategory: 临床\nin_use: true\n", "archive/department/surgery.yaml"
    )
    person = parse("name: 何砚\ndepartment_id: surgry\n", STAFF)
    findings = load_archive([department.source, person.source]).findings
    dangling = [finding for finding in findings if finding.code == "DAT005"]
    assert [(str(one.location), one.message, one.fix) for one in dangling] == [
        ("archive/staff/D01.yaml:2:16", "“surgry”在科室里不存在", "是不是“surgery”？")
    ]


def test_a_reference_to_a_broken_record_is_not_dangling():
    broken = parse("dept_no: 99\n", "archive/department/surgery.yaml")
    person = parse("name: 何砚\ndepartment_id: surgery\n", STAFF)
    findings = load_archive([broken.source, person.source]).findings
    assert not [finding for finding in findings if finding.code == "DAT005"]


def test_one_bad_record_does_not_hide_another():
    bad = [parse("nmae: x\n", f"archive/staff/D0{n}.yaml").source for n in (1, 2)]
    paths = {finding.location.path for finding in load_archive(bad).findings if finding.code == "DAT002"}
    assert paths == {"archive/staff/D01.yaml", "archive/staff/D02.yaml"}


@pytest.mark.parametrize("name", ["何砚", "1D", "D 1", "con", "index", "D" * 65, "D.1"])
def test_a_file_name_that_cannot_be_an_id_is_refused(name):
    source = parse("name: 何砚\ndepartment_id: hr\n", f"archive/staff/{name}.yaml").source
    loaded = load_archive([source])
    assert "DAT006" in {finding.code for finding in loaded.findings}
    assert not loaded.archive.items


def test_a_table_with_a_repeated_key_names_both_places():
    text = "titles:\n" + "  - title: 护士\n    ladder: 护理\n    rank: 1\n    band: 初级\n" * 2
    loaded = load_archive([parse(text, "archive/titles.yaml").source])
    repeated = [finding for finding in loaded.findings if finding.code == "DAT008"]
    assert [(str(one.location), one.message) for one in repeated] == [
        ("archive/titles.yaml:6:12", "“护士”在第 2 行已经有了")
    ]


def test_needed_files_that_are_not_there_are_named():
    missing = {finding.location.path for finding in load_archive([]).findings if finding.code == "DAT007"}
    assert missing == {kind.path("") for kind in KINDS.values() if kind.needed}


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("20310430", "请写成 2031-04-30"),
        ("2031-04-30。", "请写成 2031-04-30"),
        ("2031－04－30", "请写成 2031-04-30"),
        ("2031-04-30 00:00:00", "请写成 2031-04-30"),
        ("2031年4月30日", "请写成 2031-04-30"),
        ("长期有效", "请写成 长期"),
    ],
)
def test_a_date_that_can_be_guessed_is_spelt_out(typed, fix):
    text = f"name: 何砚\ndepartment_id: hr\ncredentials:\n  - credential_type: x\n    valid_to: '{typed}'\n"
    assert lines_of(STAFF, text)[0].endswith(f"→ {fix}")


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("1101051949123100", "应为 18 位，现在是 16 位"),
        ("11010519491231002x", "末位的 x 改成大写 X"),
    ],
)
def test_an_identity_number_is_told_what_is_wrong_with_it(typed, fix):
    [line] = [
        one for one in lines_of(STAFF, f"name: 何砚\ndepartment_id: hr\nnational_id: '{typed}'\n") if "DAT003" in one
    ]
    assert line.endswith(f"「身份证号」写得不对 → {fix}")


def test_a_misspelt_key_is_not_called_missing_as_well():
    lines = [line for line in lines_of(STAFF, "nmae: 何砚\ndepartment_id: hr\n") if "DAT005" not in line]
    assert lines == ["archive/staff/D01.yaml:1:1 DAT002 没有“nmae”这个键 → 是不是“name”（姓名）？"]


def test_the_record_of_a_policy_is_named_without_its_ending():
    """Whoever cites ``policies/x`` must come upon what is wrong with it."""
    reading = parse("---\ndocument_name: 随访规程\n---\n", "archive/policies/x.md")
    found = load_archive([reading.source]).findings
    assert {one.record for one in found if one.location.path == "archive/policies/x.md"} == {"policies/x"}


def test_what_people_call_a_record_is_answered_with_its_id():
    text = "dept_no: 1\ndept_name: 美容外科\ncategory: 临床\nin_use: true\n"
    sources = [
        parse(text, "archive/department/surgery.yaml").source,
        parse("name: 何砚\ndepartment_id: 美容外科\n", STAFF).source,
    ]
    [finding] = [one for one in load_archive(sources).findings if one.location.path == STAFF]
    assert (finding.code, finding.fix) == ("DAT003", "写编号“surgery”")


def test_a_short_id_is_never_guessed():
    texts = {
        "archive/staff/N02.yaml": "name: 白鹭\ndepartment_id: d\n",
        STAFF: "name: 何砚\ndepartment_id: d\nprivileges: [{privilege_type: 麻醉, supervised_by: N03}]\n",
    }
    loaded = load_archive([parse(text, path).source for path, text in texts.items()])
    assert not [one for one in loaded.findings if "N02" in one.fix]


def test_a_file_of_the_wrong_name_does_not_make_references_dangle():
    person = parse(
        "name: 何砚\ndepartment_id: d\nprivileges: [{privilege_type: 麻醉, supervised_by: N03}]\n", STAFF
    ).source
    loaded = load_archive([person], refused=["archive/staff/N03.yml"])
    assert not [one for one in loaded.findings if "N03" in one.message]
