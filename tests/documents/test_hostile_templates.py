"""A stranger's template: whatever is in it, the check ends soon and says so in words; nothing of it runs."""

from __future__ import annotations

import io
import re
import time
import zipfile

import pytest

from documents.example import AS_OF, archive, documents, line, paragraphs, repacked, saying, templates
from meidang.pipeline.build import read_templates
from meidang.render.documents import check_templates, render_documents
from meidang.render.word.package import unzip

POWER = "{{ 9**9**9 }}"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def said(content: bytes) -> list[str]:
    return [f"{one.code} {one.message}" for one in check_templates({"staff.docx": content})]


HIDDEN = {
    "a control's name": f'<w:sdt><w:sdtPr><w:alias w:val="{POWER}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>',
    "deleted text": f'<w:p><w:del w:id="1"><w:r><w:delText>{POWER}</w:delText></w:r></w:del></w:p>',
    "a comment": f"<w:p/><!-- {POWER} -->",
    "an instruction": f"<w:p/><?x {POWER}?>",
    "a formula": f'<w:p><m:oMath xmlns:m="{MATH}"><m:r><m:t>{POWER}</m:t></m:r></m:oMath></w:p>',
    "a tail": f"<w:p/>{POWER}<w:p/>",
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_tag_that_nobody_sees_is_refused(where):
    (found,) = said(saying(HIDDEN[where]))
    assert found.startswith(f"TPL002 正文“{POWER}”：标签在看不见的地方")


def test_braces_of_a_formula_are_no_tags():
    formula = f'<w:p><m:oMath xmlns:m="{MATH}"><m:r><m:t>{{a,b}}</m:t></m:r></m:oMath></w:p>'
    assert said(saying(formula)) == []


def test_a_tag_in_pieces_that_only_the_filling_joins_is_refused():
    """Half of it stands where nobody sees it."""
    deleted = '<w:del w:id="1"><w:r><w:delText>{ 9**9</w:delText></w:r></w:del>'
    text = f"<w:p><w:r><w:t>甲{{</w:t></w:r>{deleted}<w:r><w:t>**9 }}}}</w:t></w:r></w:p>"
    assert said(saying(text)) != []


MANY = 100_000
BOMBS = {
    "heads": "{{ " * MANY,
    "ends": "}} " * MANY,
    "wide": "｛" * MANY,
    "single": "{ " * MANY,
    "blanks": "{" + " " * MANY + "x",
    "words": "{a} " * MANY,
    "tags": "{{ name }}" * 20_000,
    "unknown": "{{ nme }}" * 5_000,
    "closings": "{% endif %}" * 5_000,
    "nested": "{% if name %}" * 1_000 + "{% endif %}" * 1_000,
    "open": "{% if name %}" * 5_000,
    "brackets": "{{ " + "(" * 150 + "name" + ")" * 150 + " }}",
    "filters": "{{ name" + "|trim" * 75 + " }}",
    "negations": "{{ " + "not " * 95 + "name }}",
    "alternatives": "{{ name" + " or name" * 48 + " }}",
    "keyword": "{% " + "x" * MANY + " %}",
    "name": "{{ " + "x" * MANY + " }}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_tags_ends_soon_and_is_told_in_short(bomb):
    start = time.perf_counter()
    found = said(saying(line(BOMBS[bomb])))
    assert time.perf_counter() - start < 60
    assert len(found) <= 202
    assert all(len(one) < 1_000 for one in found)
    assert found or bomb in ("blanks", "single", "filters", "negations", "alternatives")


@pytest.mark.parametrize("bomb", ["filters", "negations", "alternatives"])
def test_what_passes_can_be_filled(bomb):
    content = saying(line(BOMBS[bomb]))
    assert next(render_documents(archive(), (), {"staff.docx": content}, as_of=AS_OF, revision="")).content


def test_a_part_of_a_million_elements_is_refused():
    assert said(saying("<w:p/>" * 500_000)) == ["TPL003 不能用作模板：部件 word/document.xml 太复杂"]


@pytest.mark.parametrize(
    ("loops", "allowed"),
    [
        (("d in departments", "e in staff"), True),
        (("c in credentials", "d in titles", "e in titles"), False),
        (("c in credentials|rows(99)", "d in titles|rows(99)", "e in titles|rows(99)"), False),
    ],
)
def test_loops_that_multiply_are_two_at_most(loops, allowed):
    heads = "".join(f"{{% for {loop} %}}" for loop in loops)
    found = said(saying(line(heads + "{% endfor %}" * len(loops))))
    assert any("互不相干的循环" in one for one in found) is not allowed


def test_going_through_one_list_of_an_item_again_and_again_multiplies_too():
    heads = "{% for d in dossiers %}" + "".join(f"{{% for a{n} in d.revisions %}}" for n in range(3))
    found = said(saying(line(heads + "{% endfor %}" * 4)))
    assert found


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("name == 3", "文字和数字不能比较"),
        ("credentials|length > 3", ""),
        ("credentials|length > '3'", "文字和数字不能比较"),
        ("credentials == '甲'", "不是文字，不能比较"),
        ("name > '甲' and name != ''", ""),
    ],
)
def test_what_never_holds_or_fails_while_documents_are_made_is_named(condition, message):
    found = said(saying(line(f"{{% if {condition} %}}甲{{% endif %}}")))
    assert (message in found[0]) if message else found == []


def test_a_blank_row_holds_no_word():
    loop = "{% for c in credentials|rows(50) %}{% if '证' in c.number or c.number > '0' %}有{% endif %}无{% endfor %}"
    content = saying(line(loop))
    made = next(render_documents(archive(), (), {"staff.docx": content}, as_of=AS_OF, revision=""))
    first = paragraphs(made.content)[0]
    assert first.endswith("无" * 40)
    assert first.count("无") == 50


def test_words_of_a_tag_may_hold_what_xml_escapes():
    content = saying(line("{% if 'A&amp;B' == \"A&amp;B\" %}相同{{ 'A&amp;B &lt;C>' }}{% endif %}"))
    made = next(render_documents(archive(), (), {"staff.docx": content}, as_of=AS_OF, revision=""))
    assert paragraphs(made.content)[0] == "相同A&B <C>"


def test_curly_quotes_in_a_title_are_plain_ones():
    def change(parts):
        core = parts["docProps/core.xml"].decode()
        title = "{% if sex == “男” %}甲{% else %}乙{% endif %}"
        parts["docProps/core.xml"] = re.sub("<dc:title>.*?<", f"<dc:title>{title}<", core).encode()
        return parts

    content = repacked(templates()["staff.docx"], change)
    assert said(content) == []
    made = render_documents(archive(), (), {"staff.docx": content}, as_of=AS_OF, revision="")
    assert {one.words[1] for one in made} <= {"甲", "乙"}


def test_a_document_of_one_record_is_no_template_for_all():
    """What it says of one would stand in the documents of all, and two seals in each."""
    finished = next(one for one in documents() if one.kind == "staff")
    (found,) = said(finished.content)
    assert found == "TPL003 不能用作模板：它是美档生成的一份文件，写的是一份档案的内容"


def test_a_part_in_another_encoding_is_named():
    def change(parts):
        parts["docProps/core.xml"] = parts["docProps/core.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
        return parts

    assert said(repacked(templates()["staff.docx"], change)) == ["TPL004 部件 docProps/core.xml 不是 UTF-8 编码"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_another_way_is_no_document(method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, part in unzip(templates()["staff.docx"]).items():
            package.writestr(name, part)
    damaged = packed.getvalue()[:50] + b"\xff" * 9 + packed.getvalue()[59:]
    assert said(damaged)[0].startswith("TPL004 不是 Word 文档")


def test_a_link_among_the_templates_is_not_followed(tmp_path):
    (tmp_path / "staff.docx").symlink_to("/dev/zero")
    (tmp_path / "case.docx").mkdir()
    assert read_templates(tmp_path) == {"case.docx": b"", "staff.docx": b""}
    assert said(b"") == ["TPL004 不是 Word 文档（.docx），或文件已损坏"]
