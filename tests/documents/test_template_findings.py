"""What is wrong with a template, to the letter: where, what, and what to write instead."""

from __future__ import annotations

import re

import pytest

from documents.example import AS_OF, archive, line, repacked, saying, templates
from meidang.render.documents import EXPLANATIONS, Unfit, check_templates, render_documents
from meidang.render.documents.problems import Code

REMARK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines(content: bytes, name: str = "staff.docx") -> list[str]:
    return [f"{one.code} {one.location.path} {one.message}｜{one.fix}" for one in check_templates({name: content})]


#: What is written in the first paragraph, the code, what is said, and what to write.
SLIPS = [
    ("{{ nme }}", "TPL001", "没有“nme”这个字段", "是不是“name”（姓名）？"),
    (
        "{{ radiation.traned_on }}",
        "TPL001",
        "没有“radiation.traned_on”这个字段",
        "是不是“radiation.trained_on”（培训日期）？",
    ),
    (
        "{% for c in credentials %}{{ c.numbr }}{% endfor %}",
        "TPL001",
        "没有“c.numbr”这个字段",
        "是不是“c.number”（编号）？",
    ),
    (
        "{{ credentials[2].numbr }}",
        "TPL001",
        "没有“credentials[2].numbr”这个字段",
        "是不是“credentials[2].number”（编号）？",
    ),
    ("{{ 姓名 }}", "TPL001", "没有“姓名”这个字段", "是不是“name”（姓名）？"),
    ("{{ name.first }}", "TPL001", "没有“name.first”这个字段", "“name”是文字，里面没有别的"),
    ("{% if name %}没有结束", "TPL002", "判断 {% if name %} 没有结尾", "在要选择的内容后面补上 {% endif %}"),
    (
        "{% for c in credentials %}{{ c.number }}",
        "TPL002",
        "循环 {% for c in credentials %} 没有结尾",
        "在要重复的内容后面补上 {% endfor %}",
    ),
    ("没有开头{% endif %}", "TPL002", "{% endif %} 没有对应的开头", "删去它，或补上前面的 {% if … %}"),
    ("{% else %}", "TPL002", "{% else %} 不在任何判断里", "删去它，或补上前面的 {% if … %}"),
    ("{% fro c in credentials %}", "TPL002", "没有“fro”这种标签", "是不是“for”？"),
    ("{% vm %}", "TPL002", "没有“vm”这种标签", "只用 for、if 和取值"),
    ("{{ name( }}", "TPL002", "标签里的写法不对", "检查括号、引号和点号是否成对，是否少写或多写"),
    ("{% if sex = '男' %}甲{% endif %}", "TPL002", "标签里的写法不对", "比较是否相等用两个等号：=="),
    ("{% for c of credentials %}甲{% endfor %}", "TPL002", "循环写得不对", "写成 {% for 一个名字 in 列表 %}"),
    ("{{ }}", "TPL002", "标签里没有内容", "写上要取的名称，或删去标签"),
    ("｛｛ name ｝｝", "TPL002", "标签的括号或百分号是全角的", "改为半角：{{ name }}"),
    ("{｛name｝}", "TPL002", "标签的括号或百分号是全角的", "改为半角：{{ name }}"),
    ("{％ if name ％}甲{% endif %}", "TPL002", "标签的括号或百分号是全角的", "改为半角：{% if name %}"),
    ("{ { name } }", "TPL002", "标签的两个括号之间有空格", "写成 {{ name }}"),
    ("{{ name %}", "TPL002", "标签的开头和结尾不成对", "写成 {{ name }}"),
    ("姓名：{{ name }", "TPL002", "标签“{{ name }”没有写完", "补上结尾的 }} 或 %}，开头和结尾写在同一段里"),
    ("name }} 同志", "TPL002", "标签“name }}”没有写完", "补上开头的 {{ 或 {%，开头和结尾写在同一段里"),
    ("{name}", "TPL002", "“{name}”像是标签，但括号不对", "写成 {{ name }}"),
    ("{ 姓名 }", "TPL002", "“{ 姓名 }”像是标签，但括号不对", "写成 {{ name }}"),
    ("{%if name}", "TPL002", "标签“{%if name}”没有写完", "补上结尾的 }} 或 %}，开头和结尾写在同一段里"),
    ("{ tr for c in x }", "TPL002", "“{ tr for c in x }”像是标签，但括号不对", "写成 {%tr for c in x %}"),
    ("说明{", "TPL002", "段首或段末有单独的“{”", "删去它，或改用全角的｛｝"),
    ("{{ radiation。trained_on }}", "TPL002", "标签里有全角的“。”", "改为半角：{{ radiation.trained_on }}"),
    ("{{ sex|box（“男”） }}", "TPL002", "标签里有全角的“（”", '改为半角：{{ sex|box("男") }}'),
    ("{{ name\u3000or\u3000sex }}", "TPL002", "标签里有全角的空格", "改为半角：{{ name or sex }}"),
    ("{{ na</w:t><w:br/><w:t>me }}", "TPL002", "标签被换行符隔断", "删去标签里的换行符"),
    ("{{ na</w:t><w:tab/><w:t>me }}", "TPL002", "标签被制表符隔断", "删去标签里的制表符"),
    ("{{p name }}", "TPL002", "{{p }} 是嵌入别的文档的写法", "写成 {{ name }}"),
    ("{% p if name %}", "TPL002", "“p”要紧跟在 {% 后面，中间没有空格", "写成 {%p if name %}"),
    (
        "{%p if name %}多了字",
        "TPL007",
        "{%p if name %} 没有独占一段，还有“多了字”",
        "让它单独占一段，生成时这一段会去掉",
    ),
    (
        "{%tr for c in credentials %}",
        "TPL007",
        "{%tr for c in credentials %} 不在表格里",
        "在表格里用；整段的循环和判断写 {%p … %}",
    ),
    ("校验码 {{ stamp }}", "TPL007", "{{ stamp }} 没有独占一段，还有“校验码”", "让它单独占一段，校验码图块会放在那里"),
    (
        "{{ credentials.number }}",
        "TPL006",
        "“credentials”是列表，不能取“number”",
        "先用 {%tr for x in credentials %} 循环，再写 x.number",
    ),
    ("{% for c in name %}{% endfor %}", "TPL006", "“name”不是列表，不能循环", "直接取值即可"),
    ("{{ home address }}", "TPL002", "字段的名称里有空格", "写成 {{ home_address }}"),
    ("{% if home address %}甲{% endif %}", "TPL002", "字段的名称里有空格", "写成 {% if home_address %}"),
    ("{{ 家庭 住址 }}", "TPL002", "字段的名称里有空格", "写成 {{ home_address }}"),
    (
        "{{ nothing such }}",
        "TPL002",
        "字段的名称里有空格",
        "几个词的名称用下划线相连，例如 home_address；一个标签只写一个字段",
    ),
    (
        "{{ x.school }}",
        "TPL001",
        "“x”只在循环里有，这里不在循环里",
        "移到循环的开头和结尾之间，或先写循环，例如 {%tr for x in education %}",
    ),
    (
        "{% for paper in papers %}甲{% endfor %}{{ paper.nothing }}",
        "TPL001",
        "“paper”只在循环里有，这里不在循环里",
        "移到循环的开头和结尾之间，或先写循环：{%tr for paper in 列表 %}",
    ),
    (
        "{% if sex == '男性' %}甲{% endif %}",
        "TPL006",
        "“sex”（性别）没有“男性”这个选项",
        "是不是“男”？可选的有：男、女",
    ),
    (
        "{% if sex != '男' and '妇女' == sex %}甲{% endif %}",
        "TPL006",
        "“sex”（性别）没有“妇女”这个选项",
        "是不是“女”？可选的有：男、女",
    ),
    (
        "{{ national_id|digit(19) }}",
        "TPL006",
        "“national_id”（身份证号）只有 18 位，没有第 19 位",
        "第几位写 1 到 18",
    ),
    (
        "{{ attachments[0].file|picture(35) }}",
        "TPL006",
        "图片宽 35 厘米，太大",
        "最宽 25 厘米，例如 {{ attachments[0].file|picture(3.5) }}",
    ),
]


def as_seen(text: str) -> str:
    return " ".join(re.sub(r"<w:(br|tab)/>", " ", text).replace("</w:t>", "").replace("<w:t>", "").split())


@pytest.mark.parametrize(("text", "code", "message", "fix"), SLIPS, ids=range(len(SLIPS)))
def test_a_wrong_tag_is_named_with_its_place_and_its_cure(text, code, message, fix):
    found = lines(saying(line(text)))
    assert found[0] == f"{code} templates/staff.docx 正文第 1 段“{as_seen(text)}”：{message}｜{fix}"
    assert all("没有结尾" in more for more in found[1:])


@pytest.mark.parametrize("text", ["{% if sex == '' %}甲{% endif %}", "{% if posts == '医师、护士' %}甲{% endif %}"])
def test_a_word_that_may_stand_there_is_fine(text):
    assert lines(saying(line(text))) == []


def test_a_list_printed_as_text_says_what_is_in_it():
    (found,) = lines(saying(line("{{ credentials }}")))
    assert (
        "“credentials”（证照与资质）不能直接打印｜用 {%tr for x in credentials %} 循环，x 里面有：credential_type"
        in found
    )


def test_every_slip_is_named_at_once_in_the_order_of_the_document():
    text = line("{{ nme }} {% if sxe %}甲") + line("{name}") + line("{{ name( }}") + line("{{ c.number }}")
    found = [one.partition(" 正文")[2].partition("｜")[0] for one in lines(saying(text))]
    assert [f"{one[:5]} {one.partition('”：')[2]}" for one in found] == [
        "第 1 段 判断 {% if sxe %} 没有结尾",
        "第 1 段 没有“nme”这个字段",
        "第 1 段 没有“sxe”这个字段",
        "第 2 段 “{name}”像是标签，但括号不对",
        "第 3 段 标签里的写法不对",
        "第 4 段 “c”只在循环里有，这里不在循环里",
    ]


@pytest.mark.parametrize("text", ["合格率 100%}", "{一}", "集合 {1, 2}", "{# 给改模板的人看 #}", "{ 见附件 }"])
def test_what_is_no_tag_is_left_alone(text):
    assert lines(saying(line(text))) == [] or text.startswith("合格率")


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
    assert lines(saying(body))[0].startswith("TPL001 templates/staff.docx 正文第 2 段（“二、证照”下）“{{ nme }}”：")

    def change(parts):
        parts["word/header1.xml"] = parts["word/header1.xml"].replace(b"archive_no", b"archiv_no")
        return parts

    (found,) = sorted(set(lines(repacked(templates()["staff.docx"], change))))
    assert found.startswith("TPL001 templates/staff.docx 页眉第 1 段“")
    assert found.endswith("没有“archiv_no”这个字段｜是不是“archive_no”（档案编号）？")


# --- where tags stand ------------------------------------------------------------------------------------------------


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(line(text) for text in texts)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


LOOP, END = "{%tr for c in credentials %}", "{%tr endfor %}"
STANDING = [
    (
        table(cell("{% for c in credentials %}{{ c.number }}") + cell("{{ c.valid_to }}{% endfor %}")),
        (
            "第 1 个表格第 1 行第 1 格“{% for c in credentials %}{{ c.number }}”：循环的开头 {% for c in credentials %} 和结尾不在同一格"
            "｜要重复或选择整行：上面另加一行写 {%tr for c in credentials %}，下面另加一行写 {%tr endfor %}"
        ),
    ),
    (
        table(cell("{% if name %}甲"), cell("乙{% endif %}")),
        (
            "第 1 个表格第 1 行第 1 格“{% if name %}甲”：判断的开头 {% if name %} 和结尾不在同一格"
            "｜要重复或选择整行：上面另加一行写 {%tr if name %}，下面另加一行写 {%tr endif %}"
        ),
    ),
    (
        line("{% if name %}") + line("甲") + line("{% endif %}"),
        (
            "第 1 段“{% if name %}”：判断的开头 {% if name %} 和结尾不在同一段"
            "｜开头和结尾各占一段，写成 {%p if name %} 和 {%p endif %}"
        ),
    ),
    (
        table(cell(LOOP) + cell("证照"), cell("{{ c.number }}") * 2, cell(END) + cell("")),
        (
            "第 1 个表格第 1 行第 1 格“{%tr for c in credentials %}”：{%tr for c in credentials %} 没有独占一行，还有“证照”"
            "｜让它单独占一行，生成时这一行会去掉"
        ),
    ),
    (
        table(cell(LOOP), cell("{{ c.number }}")) + table(cell(END)),
        (
            "第 1 个表格第 1 行第 1 格“{%tr for c in credentials %}”：循环的开头 {%tr for c in credentials %} 和结尾不在同一个表格"
            "｜把开头和结尾放进同一个表格，各占一行"
        ),
    ),
    (
        table(cell(LOOP), cell("{{ c.number }}"), cell("{%p endfor %}")),
        (
            "第 1 个表格第 3 行第 1 格“{%p endfor %}”：开头 {%tr for c in credentials %} 和结尾 {%p endfor %} 的写法不一致"
            "｜结尾写成 {%tr endfor %}"
        ),
    ),
    (
        table(cell("甲") + cell("乙", "{{ nme }}")),
        "第 1 个表格第 1 行第 2 格第 2 段“{{ nme }}”：没有“nme”这个字段｜是不是“name”（姓名）？",
    ),
    (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{table(cell('{{ nme }}'))}{line('')}</w:tc></w:tr></w:tbl>",
        "第 1 个表格第 1 行第 1 格里的第 1 个表格第 1 行第 1 格“{{ nme }}”：没有“nme”这个字段｜是不是“name”（姓名）？",
    ),
    (
        "<w:sdt><w:sdtContent>" + line("{{ nme }}") + "</w:sdtContent></w:sdt>",
        "第 1 段“{{ nme }}”：没有“nme”这个字段｜是不是“name”（姓名）？",
    ),
]


@pytest.mark.parametrize(("body", "expected"), STANDING, ids=range(len(STANDING)))
def test_a_tag_in_the_wrong_place_is_named(body, expected):
    (found,) = lines(saying(body))
    assert found.partition(" 正文")[2] == expected


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
RUN = "<w:r><w:t>{}</w:t></w:r>"
BOX = "<w:txbxContent>" + line("{{ name }}") + "</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            FIELD.format("begin") + RUN.format("{{ name }}") + FIELD.format("end"),
            "标签在域（目录、页码、链接之类）里｜移到域外面；目录里的，删去目录里的这一行",
        ),
        (
            RUN.format("{{ na") + f'<w:fldSimple w:instr="PAGE">{RUN.format("1")}</w:fldSimple>' + RUN.format("me }}"),
            "标签被域隔断｜删去标签里的域",
        ),
        (
            RUN.format("{{ na") + "<w:r><w:drawing/></w:r>" + RUN.format("me }}"),
            "标签被图片或批注之类的对象隔断｜删去标签里的图片或批注之类的对象",
        ),
        (f"<w:r><w:pict>{BOX}</w:pict></w:r>", "标签在文本框里｜移到正文的段落或表格的格子里"),
    ],
    ids=range(4),
)
def test_tags_in_fields_and_text_boxes_are_named(body, message):
    (found,) = lines(saying(f"<w:p>{body}</w:p>"))
    assert found.endswith(f"：{message}")


def test_a_long_paragraph_is_shown_around_the_tag():
    (found,) = lines(saying(line("甲" * 100 + "{{ nme }}" + "乙" * 100)))
    where = found.partition("“")[2].partition("”：")[0]
    assert "{{ nme }}" in where
    assert len(where) <= 62


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
    with pytest.raises(Unfit, match="没有“nme”这个字段") as caught:
        list(render_documents(archive(), (), broken, as_of=AS_OF, revision=""))
    assert [one.code for one in caught.value.findings] == [Code.UNKNOWN]


def test_every_code_is_explained():
    assert [one.code for one in EXPLANATIONS] == [code.value for code in Code]
    assert all(one.title and one.why and one.bad and one.good for one in EXPLANATIONS)
