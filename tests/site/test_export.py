"""The same pages as a plain tree: MkDocs builds it strictly without us, and shows what our own site shows."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from html5lib import HTMLParser
from html5lib.treebuilders import getTreeBuilder
from markdown_it import MarkdownIt
from mkdocs.utils.meta import get_data

from links import broken_links
from meidang.cli import main
from meidang.errors import UsageError
from meidang.mkdocs_plugin.building import build_site
from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.pipeline.pages import build_pages
from meidang.project import Project
from meidang.render.pages import Page

AS_OF = date(2026, 6, 30)
ADDRESS = "虚构市虚构区虚构路 7 号 2 单元"


def _files(folder, suffix=""):
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob(f"*{suffix}")
        if path.is_file() and path.name != ".meidang-output"
    }


def _export(folder, edition=Edition.INTERNAL):
    project = Project(folder)
    build_pages(project, check(project, as_of=AS_OF, today=AS_OF), "0123456789", edition)
    return folder / "build/pages"


@pytest.fixture(scope="module", params=Edition, ids=[edition.word for edition in Edition])
def built(request, tmp_path_factory, copied, mkdocs):
    """The tree, what MkDocs made of it, and our own site; of each edition."""
    folder = copied(tmp_path_factory.mktemp("export") / "project")
    (folder / "site/own.md").write_text(
        "---\naudience: public\n---\n# 须知\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n", "utf-8"
    )
    tree = _export(folder, request.param)
    done = mkdocs(tree, "--strict")
    assert done.returncode == 0, done.stderr
    project = Project(folder)
    ours = folder / "build/ours"
    build_site(project, check(project, as_of=AS_OF, today=AS_OF), "0123456789", ours, request.param)
    return tree, tree / "site", ours


def _seen(html):
    """Tags, attributes and texts in order; blanks between elements do not count."""
    tree = HTMLParser(tree=getTreeBuilder("etree"), namespaceHTMLElements=False).parseFragment(html)
    found = []

    def walk(element):
        if isinstance(element.tag, str):
            found.append((element.tag, sorted(element.attrib.items())))
            found.extend(" ".join(element.text.split()) for _ in range(1) if element.text and element.text.strip())
        for child in element:
            walk(child)
            found.extend(" ".join(child.tail.split()) for _ in range(1) if child.tail and child.tail.strip())

    walk(tree)
    return found[1:]


def _bodies(tree):
    """What stands below the front matter of each page of ours, by its address on the site."""
    texts = {path: get_data(file.read_text("utf-8")) for path, file in _files(tree / "docs", ".md").items()}
    return {
        f"{path[:-3]}.html": body.strip("\n") for path, (body, _) in texts.items() if body.lstrip().startswith("<h1")
    }


def _is_within(inner, outer):
    first = next(place for place, one in enumerate(outer) if one == inner[0])
    return outer[first : first + len(inner)] == inner


def test_plain_mkdocs_shows_the_same_pages_as_ours_element_by_element(built):
    tree, plain, ours = built
    bodies = _bodies(tree)
    assert {"index.html", "staff/D01.html", "technique/index.html"} <= set(bodies)
    for address, body in bodies.items():
        assert body in (ours / address).read_text("utf-8"), address
        assert _is_within(_seen(body), _seen((plain / address).read_text("utf-8"))), address


def test_every_page_of_ours_is_in_the_tree_and_no_other(built):
    _, plain, ours = built
    assert set(_files(plain, ".html")) == set(_files(ours, ".html"))


def test_every_link_of_the_plain_site_leads_somewhere(built):
    _, plain, _ = built
    pages = {path: Page(path, file.read_text("utf-8")) for path, file in _files(plain, ".html").items()}
    # Material's page for wrong addresses names the site's root, which only a server knows.
    pages.pop("404.html", None)
    assert list(map(str, broken_links(pages, set(_files(plain))))) == []


def test_the_plain_site_loads_only_what_comes_with_it(built):
    _, plain, _ = built
    loaded = re.compile(r'<(?:script|img|link)\b[^>]*?\s(?:src|href)="?([^" >]*)')
    for path, file in _files(plain, ".html").items():
        if path == "404.html":
            continue
        for address in loaded.findall(file.read_text("utf-8")):
            assert "://" not in address or address.startswith("data:"), (path, address)
            assert (file.parent / address.partition("?")[0]).is_file(), (path, address)


def test_an_engine_that_reads_commonmark_leaves_the_pages_as_they_are(built):
    tree, _, _ = built
    engine = MarkdownIt("commonmark", {"html": True})
    assert [address for address, body in _bodies(tree).items() if engine.render(body).strip("\n") != body] == []


def test_front_matter_says_what_a_page_is_called_and_records_stand_in_no_navigation(built):
    tree, _, _ = built
    _, said = get_data((tree / "docs/staff/D01.md").read_text("utf-8"))
    assert said["title"] == "何砚 D01"
    navigation = str(yaml.safe_load((tree / "mkdocs.yml").read_text("utf-8"))["nav"])
    assert "staff/index.md" in navigation
    assert "staff/D01.md" not in navigation


def test_the_configuration_asks_for_nothing_of_ours(built):
    tree, _, _ = built
    settings = yaml.safe_load((tree / "mkdocs.yml").read_text("utf-8"))
    assert [list(plugin) for plugin in settings["plugins"]] == [["search"]]
    assert "meidang" not in str({**settings, "extra_css": "", "copyright": ""})
    assert "hooks" not in settings


def test_it_says_how_to_build_it_and_for_whom_it_is(built):
    tree, _, _ = built
    words = (tree / "README.md").read_text("utf-8")
    assert "mkdocs build --strict" in words
    assert "小样医疗美容门诊部" in words
    assert any(edition.title in words.partition("\n")[0] for edition in Edition)


def test_hand_written_pages_come_along_where_they_are_for_those_who_read(copied, tmp_path):
    folder = copied(tmp_path / "project")
    for audience in ("internal", "inspector", "public"):
        (folder / f"site/for-{audience}.md").write_text(f"---\naudience: {audience}\n---\n# 甲\n", "utf-8")
    shown = {
        edition.word: sorted(path for path in _files(_export(folder, edition)) if path.startswith("docs/for-"))
        for edition in Edition
    }
    assert [len(paths) for paths in shown.values()] == [3, 2, 1]
    assert shown["public"] == ["docs/for-public.md"]


def test_a_hand_written_page_for_nobody_known_is_refused(copied, tmp_path):
    folder = copied(tmp_path / "project")
    (folder / "site/own.md").write_text("---\naudience: everybody\n---\n# 甲\n", "utf-8")
    with pytest.raises(UsageError, match=r"own\.md 的 audience 不能是“everybody”"):
        _export(folder)


def test_a_private_value_stops_the_export_and_what_was_there_stays(copied, tmp_path):
    folder = copied(tmp_path / "project")
    before = {path: file.read_bytes() for path, file in _files(_export(folder)).items()}
    (folder / "site/own.md").write_text(f"# 通讯录\n\n何砚 {ADDRESS}\n", "utf-8")
    with pytest.raises(UsageError, match=r"own\.html 里有 staff/D01 的「家庭住址」") as refused:
        _export(folder)
    assert ADDRESS not in str(refused.value)
    assert {path: file.read_bytes() for path, file in _files(folder / "build/pages").items()} == before


@pytest.mark.parametrize("edition", Edition)
def test_no_byte_of_the_tree_is_private(edition, copied, tmp_path):
    tree = _export(copied(tmp_path / "project"), edition)
    for path, file in _files(tree).items():
        content = file.read_bytes()
        for secret in (ADDRESS, "13800138001", "110105198804121238", "虚构路"):
            assert secret.encode() not in content, path


def test_a_link_in_the_folder_of_hand_written_pages_is_not_followed(copied, tmp_path):
    folder = copied(tmp_path / "project")
    (tmp_path / "elsewhere.md").write_text("# 别处\n", "utf-8")
    (folder / "site/linked.md").symlink_to(tmp_path / "elsewhere.md")
    assert "docs/linked.md" not in _files(_export(folder))


def test_the_same_archive_gives_the_same_tree(copied, tmp_path):
    trees = [_export(copied(tmp_path / name / "project")) for name in ("a", "b")]
    first, second = ({path: file.read_bytes() for path, file in _files(tree).items()} for tree in trees)
    assert first == second


def test_the_command_writes_the_edition_that_is_asked_for(copied, tmp_path, capsys):
    folder = copied(tmp_path / "project")
    command = ["build", "pages", "--root", str(folder), "--as-of", "2026-06-30", "--edition", "公开版"]
    assert main(command) == 0
    assert "网页源文件" in capsys.readouterr().out
    tree = folder / "build/pages"
    assert not (tree / "docs/findings.md").exists()
    assert "公开版" in (tree / "README.md").read_text("utf-8")
    assert not (folder / "build/site").exists()
