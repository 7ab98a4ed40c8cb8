"""What a template may do to a value: for each filter what it prints, and what is said of a wrong use."""

from __future__ import annotations

import pytest

from documents.example import line, saying
from meidang.render.documents import check_templates
from meidang.render.word.engine import plain_text
from meidang.render.word.filters import FILTERS

VIEW = {
    "sex": "男",
    "posts": "医师、主诊医师",
    "valid_to": "2026-04-30",
    "birth_ym": "1972-04",
    "never": "长期",
    "at": "2026-06-02T09:05",
    "national_id": "11010519491231002X",
    "blank": "",
    "titles": [{"title": "主治医师"}, {"title": "主任医师"}],
    "none": [],
}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('{{ sex|box("男") }}男{{ sex|box("女") }}女', "☑男☐女"),
        ('{{ posts|box("医师") }}{{ posts|box("护士") }}{{ posts|box("护士", "主诊医师") }}', "☑☐☑"),
        ('{{ posts|box("主诊") }}{{ blank|box("男") }}', "☐☐"),
        ("{{ valid_to|year }}年{{ valid_to|month }}月{{ valid_to|day }}日", "2026年4月30日"),
        ("{{ birth_ym|year }}.{{ birth_ym|month }}.{{ birth_ym|day }}", "1972.4."),
        ("{{ never|year }}{{ blank|month }}{{ at|day }}", "2"),
        (
            "{{ valid_to|date_long }}，{{ birth_ym|date_long }}，{{ never|date_long }}，{{ blank|date_long }}",
            "2026年4月30日，1972年4月，长期，",
        ),
        ("{{ national_id|digit(3) }}{{ national_id|digit(18) }}{{ national_id|digit(19) }}", "0X"),
        ("{{ valid_to|digit(5) }}{{ valid_to|digit(6) }}", "04"),
        (
            "{% for x in titles|rows(4) %}[{{ loop.index }}{{ x.title }}{{ x.a.b }}]{% endfor %}",
            "[1主治医师][2主任医师][3][4]",
        ),
        ("{% for x in titles|rows(1) %}[{{ x.title }}]{% endfor %}", "[主治医师][主任医师]"),
        ("{% for x in none|rows(2) %}[{{ x.title|upper }}{{ x.day|year }}{{ x.sex|box('男') }}]{% endfor %}", "[☐][☐]"),
        (
            "{% for x in none|rows(1) %}{% for y in x.list %}甲{% endfor %}{% if x.a == '甲' %}乙{% endif %}丙{% endfor %}",
            "丙",
        ),
        ("{{ titles[1].title }}{{ titles[2].title }}{{ titles[9].a.b }}", "主任医师"),
        ("{{ titles|length }}{{ titles[-1].title }}", "2主任医师"),
    ],
    ids=range(15),
)
def test_what_a_filter_prints(text, printed):
    view = {**VIEW, "titles": [{**row, "a": {"b": ""}} for row in VIEW["titles"]]}
    assert plain_text(text, view) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ sex|box('难') }}", "“sex”（性别）没有“难”这个选项｜可选的有：男、女"),
        (
            "{{ posts|box('主诊医生') }}",
            "“posts”（岗位）没有“主诊医生”这个选项｜是不是“主诊医师”？可选的有：医师、主诊医师、",
        ),
        ("{{ sex|box }}", '过滤器 box 要写明选项｜写成 {{ sex|box("男") }}'),
        ("{{ sex|box(name) }}", '过滤器 box 的括号里只能写固定的文字或数字｜例如 {{ sex|box("男") }}'),
        ("{{ sex|bax('男') }}", "没有“bax”这种过滤器｜是不是“box”？方框"),
        ("{{ name|replace('a', 'b') }}", "没有“replace”这种过滤器｜可用的过滤器：box、rows、"),
        ("{{ titles|box('x') }}", "“titles”（晋升晋级）是列表，不能打勾｜先用 {%tr for x in titles %} 循环，"),
        (
            "{{ radiation|upper }}",
            "“radiation”（放射工作人员监护）是一组内容，不能用过滤器｜radiation 里面有：given（是否填写）、",
        ),
        ("{{ name|year }}", "“name”（姓名）不是日期，不能用过滤器 year｜直接写 {{ name }}"),
        ("{{ hired_on|year(1) }}", "过滤器 year 后面不带括号｜写成 {{ hired_on|year }}"),
        ("{{ national_id|digit }}", "过滤器 digit 要写明第几位，1 到 60｜写成 {{ national_id|digit(1) }}"),
        ("{{ national_id|digit(0) }}", "过滤器 digit 要写明第几位，1 到 60｜"),
        (
            "{% for x in titles|rows(1000) %}{% endfor %}",
            "过滤器 rows 要写明行数，1 到 99｜写成 {%tr for x in titles|rows(6) %}",
        ),
        ("{% for x in name|rows(3) %}{% endfor %}", "“name”（姓名）不是列表，不能补足行数｜rows 只用在循环里："),
        ("{{ name|picture(3) }}", "“name”（姓名）不是附件，不能打印成图片｜只有附件的文件可以打印成图片，"),
        (
            "{% for x in credentials %}{{ x.scan.file|picture }}{% endfor %}",
            "过滤器 picture 要写明宽度（厘米）｜写成 {{ x.scan.file|picture(3.5) }}",
        ),
    ],
    ids=range(16),
)
def test_a_wrong_use_is_named(text, message):
    found = [
        f"{one.message.partition('”：')[2]}｜{one.fix}" for one in check_templates({"staff.docx": saying(line(text))})
    ]
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        '{{ sex|box("男") }}',
        "{{ valid_to|date_long }}".replace("valid_to", "hired_on"),
        "{{ birth_ym|year }}{{ as_of|month }}{{ as_of_long|day }}",
        "{% for x in titles|rows(6) %}{{ x.title }}{{ x.obtained_on|year }}{% endfor %}",
        "{% for x in credentials %}{{ x.scan.file|picture(3.5) }}{% endfor %}",
        "{% for x in attachments %}{{ x.file|picture(8) }}{% endfor %}",
        "{{ titles[2].title|trim|upper }}",
    ],
)
def test_a_right_use_is_accepted(text):
    assert check_templates({"staff.docx": saying(line(text))}) == ()


def test_each_filter_has_an_example_and_a_meaning():
    assert all(f"|{name}" in one.example and one.meaning for name, one in FILTERS.items())
