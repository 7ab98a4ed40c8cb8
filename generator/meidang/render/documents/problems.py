"""What can be wrong with a Word template, for people; and the finding that says so."""

from __future__ import annotations

from enum import StrEnum

from meidang.findings import Explanation, Finding, Location, Severity

#: Where templates lie, relative to the project's root.
FOLDER = "templates"


class Code(StrEnum):
    """The families of template problems."""

    UNKNOWN = "TPL001"
    SYNTAX = "TPL002"
    REFUSED = "TPL003"
    CORRUPT = "TPL004"
    FILE_NAME = "TPL005"
    NOT_ALLOWED = "TPL006"
    STRUCTURE = "TPL007"
    SAME_TITLE = "TPL008"
    DOUBTFUL = "TPL009"


EXPLANATIONS = (
    Explanation(
        Code.UNKNOWN,
        "模板里的字段不存在",
        "写错一个字母的字段，文档里那一处就会空着，没有人会发现；所以不认识的字段一律指出，并给出最接近的名称。",
        "{{ c.numbr }}",
        "{{ c.number }}",
    ),
    Explanation(
        Code.SYNTAX,
        "模板标签写法有误",
        "标签没有成对、没有写完，或括号、引号是全角的，整份文档就无法生成。每一处都列出，照着改即可。",
        "｛｛ name ｝｝，{name}；{%tr for c in credentials %} 后面没有 {%tr endfor %}",
        "{{ name }}；{%tr for c in credentials %} … {%tr endfor %}",
    ),
    Explanation(
        Code.REFUSED,
        "模板里有不安全的内容",
        "宏、嵌入对象、外部链接和自动更新的域会在别人打开文档时运行或访问网络。",
        "带宏的 .docm 改名为 .docx；{ INCLUDETEXT … } 域",
        "另存为不带宏的 Word 文档（.docx），删去嵌入对象和这类域",
    ),
    Explanation(
        Code.CORRUPT,
        "不是 Word 文档，或文件已损坏",
        "模板要能用 Word 打开。旧的 .doc 改扩展名不会变成 .docx。",
        "把 .doc 改名为 staff.docx",
        "在 Word 里另存为“Word 文档（*.docx）”",
    ),
    Explanation(
        Code.FILE_NAME,
        "模板的文件名对不上档案种类",
        "文件名的第一段就是档案种类，程序据此决定为哪些记录生成文档。",
        "templates/个人档案.docx",
        "templates/staff.docx，或同一种类的另一份文档 templates/staff.授权书.docx",
    ),
    Explanation(
        Code.NOT_ALLOWED,
        "模板里用了不允许的写法",
        "模板只能取值、循环、判断和用过滤器；不能运算、调用或定义，这样任何人改的模板都不会拖垮程序或泄露别的文件。",
        "{{ 10 ** 9 }}，{{ name.upper() }}，{{ credentials }}（列表要循环），{{ sex|box('难') }}（没有这个选项）",
        "{%tr for c in credentials %} {{ c.number }} {%tr endfor %}，{{ sex|box('男') }}",
    ),
    Explanation(
        Code.STRUCTURE,
        "标签打断了文档结构",
        "整行循环用 {%tr … %} 独占一行，整段用 {%p … %} 独占一段，开头和结尾在同一层，否则生成的文件 Word 打不开。",
        "在一个单元格里写 {% for c in credentials %}，在下一个单元格里写 {% endfor %}",
        "{%tr for c in credentials %} 和 {%tr endfor %} 各占一行",
    ),
    Explanation(
        Code.SAME_TITLE,
        "同一种类的两个模板标题相同",
        "文档的文件名由编号、名称和模板标题组成，标题相同的两份文档会互相覆盖。",
        "staff.docx 和 staff.授权书.docx 的标题都是“个人技术档案”",
        "在 Word 的“文件—信息—标题”里给每个模板起不同的标题",
    ),
    Explanation(
        Code.DOUBTFUL,
        "模板里可能不是本意的写法",
        "这样写也能生成，但结果多半不是想要的：主题里的条件没有写“条件：”，就会为每一条记录各生成一份；"
        "比单元格宽的图片会被裁掉。只提醒，不妨碍生成。",
        "主题写 new_technique.given；在 1.3 厘米宽的格子里写 {{ x.file|picture(3.5) }}",
        "主题写 条件：new_technique.given；把列拉宽到 3.5 厘米以上",
        Severity.NOTICE,
    ),
)


def notice(template: str, message: str, fix: str) -> Finding:
    """Something that may not be meant; it stops nothing."""
    return Finding(Code.DOUBTFUL.value, Severity.NOTICE, message, Location(f"{FOLDER}/{template}"), fix)


def problem(code: Code, template: str, message: str, fix: str) -> Finding:
    """A finding about the template of that file name; the message says where inside it."""
    return Finding(code.value, Severity.ERROR, message, Location(f"{FOLDER}/{template}"), fix)
