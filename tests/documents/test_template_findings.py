"""What is wrong with a template, to the letter: where, what, and what to write instead."""

from __future__ import annotations

import pytest

from documents.example import AS_OF, archive, line, repacked, saying, templates
from meidang.render.documents import EXPLANATIONS, Unfit, check_templates, render_documents
from meidang.render.documents.problems import Code

REMARK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines(content: bytes, name: str = "staff.docx") -> list[str]:
    return [f"{one.code} {one.location.path} {one.message}｜{one.fix}" for one in check_templates({name: content})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{{ nme }}",
            "TPL001 templates/staff.docx 正文“{{ nme }}”：没有“nme”这个变量｜是不是“name”（姓名）？",
        ),
        (
            "{{ radiation.traned_on }}",
            (
                "TPL001 templates/staff.docx 正文“{{ radiation.traned_on }}”：没有“radiation.traned_on”这个变量"
                "｜是不是“radiation.trained_on”（培训日期）？"
            ),
        ),
        (
            "{% for c in credentials %}{{ c.numbr }}{% endfor %}",
            (
                "TPL001 templates/staff.docx 正文“{% for c in credentials %}{{ c.numbr }}{% endfor %}”："
                "没有“c.numbr”这个变量｜是不是“c.number”（编号）？"
            ),
        ),
        (
            "{{ 姓名 }}",
            "TPL001 templates/staff.docx 正文“{{ 姓名 }}”：没有“姓名”这个变量｜是不是“name”（姓名）？",
        ),
        (
            "{{ name.first }}",
            "TPL001 templates/staff.docx 正文“{{ name.first }}”：没有“name.first”这个变量｜“name”是文字，里面没有别的",
        ),
        (
            "{% if name %}没有结束",
            (
                "TPL002 templates/staff.docx 正文“{% if name %}没有结束”：循环或判断没有成对"
                "｜补上（或删去）对应的 {% endfor %} 或 {% endif %}，写法与开头一致（tr、p）"
            ),
        ),
        (
            "{% fro c in credentials %}",
            "TPL002 templates/staff.docx 正文“{% fro c in credentials %}”：没有“fro”这种标签｜是不是“for”？",
        ),
        (
            "{{ name( }}",
            "TPL002 templates/staff.docx 正文“{{ name( }}”：标签里的写法不对｜检查括号、引号和点号是否为半角，是否少写或多写",
        ),
        (
            "{{ credentials }}",
            (
                "TPL006 templates/staff.docx 正文“{{ credentials }}”：“credentials”（证照与资质）不能直接打印"
                "｜用 {%tr for x in credentials %} 循环，x 里面有：credential_type（证照类型）、number（编号）、"
                "authority（发证机关）、obtained_on（取得日期）、valid_to（有效期至）、last_verified_on（最近校验（核查）日期）、"
                "filing_discipline（备案专业）、filing_institution（备案机构） 等 11 个"
            ),
        ),
        (
            "{{ credentials.number }}",
            (
                "TPL006 templates/staff.docx 正文“{{ credentials.number }}”：“credentials”是列表，不能取“number”"
                "｜先用 {%tr for x in credentials %} 循环，再写 x.number"
            ),
        ),
        (
            "{% for c in name %}{% endfor %}",
            "TPL006 templates/staff.docx 正文“{% for c in name %}{% endfor %}”：“name”不是列表，不能循环｜直接取值即可",
        ),
    ],
    ids=range(11),
)
def test_a_wrong_tag_is_named_with_its_place_and_its_cure(text, expected):
    assert lines(saying(line(text))) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.upper() }}",
        "{{ range(10) }}",
        "{{ name * 1000000000 }}",
        "{{ 10 ** 10 }}",
        "{% set x = 1 %}",
        "{% macro f() %}{% endmacro %}",
        "{% include 'x' %}",
        "{{ name|replace('a', 'b') }}",
        "{{ name is defined }}",
        "{% for a in papers %}{% for b in awards %}{% for c in titles %}x{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_what_could_cost_or_run_something_is_not_allowed(text):
    found = check_templates({"staff.docx": saying(line(text))})
    assert found
    assert {one.code for one in found} <= {Code.NOT_ALLOWED, Code.UNKNOWN, Code.SYNTAX}


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ name.__class__.__mro__ }}", "{{ credentials.pop }}"])
def test_nothing_of_python_can_be_reached(text):
    assert check_templates({"staff.docx": saying(line(text))})


def test_tags_inside_a_list_of_the_item_itself_are_fine():
    nested = "{% for c in catalogue %}{% if loop.first and c.basis %}{{ c.basis|trim }}{% else %}{{ c.approval_no }}"
    text = line(f"{nested}{{% endif %}}{{% endfor %}}")
    assert lines(saying(text, template="technique.docx"), "technique.docx") == []


def test_a_tag_that_word_spread_over_runs_is_read_as_one():
    text = (
        "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ na</w:t></w:r><w:r><w:t>me }</w:t></w:r><w:r><w:t>}</w:t></w:r></w:p>"
    )
    assert lines(saying(text)) == []


def test_curly_quotes_that_word_makes_are_read_as_plain_ones():
    assert lines(saying(line("{% if sex == “男” %}先生{% endif %}"))) == []


def test_the_heading_above_and_the_part_say_where():
    body = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>二、证照</w:t></w:r></w:p>' + line("{{ nme }}")
    assert lines(saying(body))[0].startswith("TPL001 templates/staff.docx 正文“二、证照”下“{{ nme }}”：")

    def change(parts):
        parts["word/header1.xml"] = parts["word/header1.xml"].replace(b"archive_no", b"archiv_no")
        return parts

    (found,) = lines(repacked(templates()["staff.docx"], change))
    assert found.startswith("TPL001 templates/staff.docx 页眉“")
    assert found.endswith("｜是不是“archive_no”（档案编号）？")


def test_tags_that_cut_the_structure_are_named():
    table = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>".format(line("{% endif %}乙"))
    (found,) = check_templates({"staff.docx": saying(line("{% if name %}甲") + table)})
    assert found.code == Code.STRUCTURE
    assert "标签打断了文档结构" in found.message


# --- the file itself -------------------------------------------------------------------------------------------------


def test_a_file_name_says_whom_it_serves():
    content = templates()["staff.docx"]
    assert lines(content, "staf.docx") == ["TPL005 templates/staf.docx 没有“staf”这种档案｜改名为 staff.docx"]
    assert lines(content, "个人技术档案.docx") == [
        "TPL005 templates/个人技术档案.docx 没有“个人技术档案”这种档案｜改名为 staff.docx"
    ]
    assert lines(content, "titles.docx")[0].startswith("TPL005 ")
    assert lines(content, "staff.授权书.docx") == []


def test_two_templates_with_one_title_would_overwrite_each_other():
    content = templates()["staff.docx"]
    (found,) = check_templates({"staff.docx": content, "staff.x.docx": content})
    assert (found.code, found.location.path) == (Code.SAME_TITLE, "templates/staff.x.docx")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old .doc", templates()["staff.docx"][:4000]]
)
def test_what_is_no_word_document_is_said_to_be_none(content):
    (found,) = check_templates({"staff.docx": content})
    assert found.code == Code.CORRUPT


def add(name: str, data: bytes):
    return lambda parts: {**parts, name: data}


def relation(kind: str, target: str):
    xml = f'<Relationship Id="rId9" Type="{REMARK}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'

    def change(parts):
        name = "word/_rels/document.xml.rels"
        return {**parts, name: parts[name].replace(b"</Relationships>", xml.encode())}

    return change


def instruction(*texts: str):
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
    begin, end = ('<w:r><w:fldChar w:fldCharType="' + kind + '"/></w:r>' for kind in ("begin", "end"))
    return lambda parts: {
        **parts,
        "word/document.xml": parts["word/document.xml"].replace(
            b"<w:body>", f"<w:body><w:p>{begin}{runs}{end}</w:p>".encode(), 1
        ),
    }


def bomb(parts):
    entity = '<!DOCTYPE w:styles [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return {**parts, "word/styles.xml": parts["word/styles.xml"].replace(b"<w:styles", f"{entity}<w:styles".encode())}


def macros(parts):
    name = "[Content_Types].xml"
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    wanted = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {**parts, name: parts[name].replace(wanted, kind)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (add("word/vbaProject.bin", b"x"), "有宏、控件或嵌入对象（word/vbaProject.bin）"),
        (add("word/embeddings/oleObject1.bin", b"x"), "有宏、控件或嵌入对象"),
        (add("word/activeX/activeX1.xml", b"<x/>"), "有宏、控件或嵌入对象"),
        (relation("attachedTemplate", "https://example.invalid/x.dotm"), "引用了文档以外的内容（attachedTemplate）"),
        (relation("image", "https://example.invalid/x.png"), "引用了文档以外的内容（image）"),
        (relation("hyperlink", "file:///etc/passwd"), "引用了文档以外的内容（hyperlink）"),
        (relation("aFChunk", "x.html"), "有嵌入或链接的内容（aFChunk）"),
        (instruction(' DDEAUTO c:\\\\cmd.exe "/k" '), "有 DDEAUTO 域"),
        (instruction(" INCLUDE", 'TEXT "/etc/passwd" '), "有 INCLUDETEXT 域"),
        (bomb, "部件 word/styles.xml 里有 DOCTYPE"),
        (macros, "带宏"),
        (add("../x.xml", b"<x/>"), "部件名“../x.xml”不合规范"),
        (add("word/big.xml", b"<x>" + b" " * (11 * 2**20) + b"</x>"), "部件 word/big.xml 太大"),
        (lambda parts: {**parts, **{f"word/x{n}.txt": b"" for n in range(600)}}, "部件太多或解压后太大"),
        (add("word/Document.xml", b"<x/>"), "有同名的部件"),
    ],
    ids=range(15),
)
def test_what_could_run_or_fetch_something_is_refused(change, words):
    (found,) = check_templates({"staff.docx": repacked(templates()["staff.docx"], change)})
    assert found.code == Code.REFUSED
    assert words in found.message


def test_a_link_to_a_web_page_is_fine():
    change = relation("hyperlink", "https://example.invalid/")
    assert lines(repacked(templates()["staff.docx"], change)) == []


def test_rendering_refuses_what_the_check_refuses():
    broken = {"staff.docx": saying(line("{{ nme }}"))}
    with pytest.raises(Unfit, match="没有“nme”这个变量") as caught:
        list(render_documents(archive(), (), broken, as_of=AS_OF, revision=""))
    assert [one.code for one in caught.value.findings] == [Code.UNKNOWN]


def test_every_code_is_explained():
    assert [one.code for one in EXPLANATIONS] == [code.value for code in Code]
    assert all(one.title and one.why and one.bad and one.good for one in EXPLANATIONS)
