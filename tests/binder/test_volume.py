"""A binder without LibreOffice: contents and links, tabs, attachments once, and the same bytes each time."""

from __future__ import annotations

import re

import pytest

import ooxml
from binder.made import checked, contents, document_of, names_of, plan_of, project_at, scope, words
from documents.example import CHECKOUT, REVISION, SMALL, archive
from meidang.archive.attachments import cited
from meidang.outputs import Output, write_outputs
from meidang.pipeline import binder as pipeline
from meidang.pipeline.binder import REMOVED, WITHOUT_OFFICE, build_binder
from meidang.pipeline.binder_files import folder_of
from meidang.render.binder.appendix import numbered


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The small hospital's binder: what was said of it, and its one volume."""
    folder = tmp_path_factory.mktemp("binder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "find_office", lambda: None)
        project = project_at(folder / "small")
        bound = build_binder(project, checked(project), REVISION, scope("institution"), pdf=True)
    return bound, (bound.folder / "卷宗.docx").read_bytes()


@pytest.fixture(scope="module")
def xml(made):
    return document_of(made[1])


def test_without_libreoffice_the_contents_have_no_numbers_and_that_is_said(made, xml):
    bound, _ = made
    assert bound.remarks == (WITHOUT_OFFICE,)
    assert bound.pages is None
    assert {page for _, _, page in contents(xml)} == {"—"}
    assert "页码尚未计算" in words(xml)
    assert bound.folder.name == "全院"
    assert bound.lacks_pdf
    assert not (bound.folder / "卷宗.pdf").exists()


def test_the_contents_are_a_field_of_word_whose_entries_lead_to_the_headings(xml):
    lines = contents(xml)
    assert xml.count('TOC \\h \\z \\t "卷宗部分,1,卷宗文档,2"') == 1
    assert len({name for _, name, _ in lines}) == len(lines)
    headings = re.findall(
        r'<w:pStyle w:val="Binder(?:Part|Sheet)"/></w:pPr><w:bookmarkStart w:id="[0-9]+" w:name="([^"]*)"/>(.*?)'
        r"<w:bookmarkEnd",
        xml,
    )
    assert [(words(title), name) for name, title in headings] == [(title, name) for title, name, _ in lines]


def test_word_is_not_asked_to_update_anything(made):
    assert "updateFields" not in document_of(made[1], "word/settings.xml")


def test_fields_begin_and_end_in_pairs(xml):
    depth = 0
    for kind in re.findall(r'w:fldCharType="(begin|separate|end)"', xml):
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth in (0, 1, 2)
    assert depth == 0


def test_front_matter_has_roman_numbers_and_the_body_counts_from_one(xml):
    kinds = re.findall(r"<w:pgNumType [^>]*/>", xml)
    assert kinds == [
        '<w:pgNumType w:fmt="lowerRoman" w:start="1"/>',
        '<w:pgNumType w:fmt="lowerRoman"/>',
        '<w:pgNumType w:fmt="decimal" w:start="1"/>',
    ]


def test_every_page_of_a_part_has_its_tab_and_its_document_in_the_header(made):
    headers = [document_of(made[1], name) for name in names_of(made[1]) if name.startswith("word/header")]
    framed = [header for header in headers if "<w:framePr " in header]
    assert len(framed) >= 59
    dossier = next(header for header in framed if "何砚　个人技术档案" in words(header))
    assert words(dossier).replace("　", "").startswith("八小样医疗美容门诊部评审卷宗")


def test_every_attachment_is_printed_once_and_all_who_cite_it_lead_there(made, xml):
    bound, content = made
    exhibits = [(title.partition("　")[0], name) for title, name, _ in contents(xml) if title.startswith("附件 ")]
    assert len(exhibits) == bound.attachments == len(cited(archive(SMALL)))
    pictures = [name for name in names_of(content) if re.fullmatch(r"word/media/image[0-9]*\.\w+", name)]
    assert len(pictures) == xml.count('<w:pStyle w:val="Picture"/>') > 0
    for title, name in exhibits:
        place = name.replace("_Toc", "_Ref")
        linked = re.findall(rf'<w:hyperlink w:anchor="{place}" w:history="1">(.*?)</w:hyperlink>', xml)
        assert f"见{title}" in [words(one) for one in linked]
    assert "何砚（第 — 页）" in words(xml)


def test_a_missing_attachment_gets_a_page_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "find_office", lambda: None)
    project = project_at(tmp_path / "small", attachments=False)
    bound = build_binder(project, checked(project), REVISION, scope("person", "D01"), pdf=False)
    assert any(remark.startswith("附件 1　") and "没有印出" in remark for remark in bound.remarks)
    text = words(document_of((bound.folder / "卷宗-何砚.docx").read_bytes()))
    assert "文件不存在或打不开" in text


def test_the_same_archive_gives_the_same_bytes(made, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "find_office", lambda: None)
    project = project_at(tmp_path / "again")
    bound = build_binder(project, checked(project), REVISION, scope("institution"), pdf=False)
    assert (bound.folder / "卷宗.docx").read_bytes() == made[1]


def test_words_own_rules_hold(made):
    assert ooxml.unmerged_verdicts({"binder": made[1]}) == {"binder": []}


def test_a_pdf_stays_only_beside_the_word_file_that_it_was_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "find_office", lambda: None)
    project = project_at(tmp_path / "small")

    def built(revision: str):
        return build_binder(project, checked(project), revision, scope("person", "D01"), pdf=False)

    first = built(REVISION)
    word, pdf = first.folder / "卷宗-何砚.docx", first.folder / "卷宗-何砚.pdf"
    write_outputs(first.folder, [Output(word.name, word.read_bytes()), Output(pdf.name, b"%PDF-")], private=True)
    assert REMOVED not in built(REVISION).remarks
    assert pdf.read_bytes() == b"%PDF-"
    assert REMOVED in built("another").remarks
    assert not pdf.exists()


def test_the_folder_of_a_clause_keeps_its_brackets_and_of_a_department_its_name():
    whole = archive(CHECKOUT)
    assert folder_of(whole, scope("clause", "(八)6", CHECKOUT)) == "条款-（八）6"
    assert folder_of(whole, scope("department", "aesthetic_surgery", CHECKOUT)) == "科室-美容外科"


def test_an_attachment_with_several_names_shows_them_all():
    whole = archive(CHECKOUT)
    shown = numbered(whole, plan_of("institution", root=CHECKOUT)).values()
    names = [{citation.label for citation in one.cited.citations} for one in shown]
    assert any(len(one) > 1 for one in names)
    assert all(name in one.label for one, each in zip(shown, names, strict=True) for name in each)


def test_this_binder_itself_has_a_line_in_the_revisions(xml):
    first = words(xml).partition("编成本卷宗")[2]
    assert first.startswith("2026-06-30—")
