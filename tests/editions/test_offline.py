"""The folder to hand over: complete, honest about itself, valid on any disk, and without a way out of it."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import subprocess

import pytest

from meidang.models.audience import Edition
from meidang.outputs.names import RESERVED
from meidang.render.links_out import without_links_out

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]')


@pytest.fixture(params=Edition, ids=[edition.word for edition in Edition])
def folder(request, offline):
    """The folder of each edition."""
    return offline[0] / request.param.word


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_folder_holds_a_start_a_note_the_sums_and_the_site(folder):
    assert {path.name for path in folder.iterdir()} == {
        "打开网站.html",
        "说明.txt",
        "SHA256SUMS",
        "site",
        ".meidang-output",
    }
    assert (folder / "site/index.html").is_file()


def test_the_sums_name_every_file_and_are_right(folder):
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in lines)
    assert sorted(named) == [path for path in _files(folder) if path not in {"SHA256SUMS", ".meidang-output"}]
    for path, digest in named.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest, path


def test_the_sums_are_what_sha256sum_reads(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "copy", capture_output=True, check=False).returncode == 0
    with (tmp_path / "copy/site/index.html").open("a", encoding="utf-8") as page:
        page.write(" ")
    assert subprocess.run(check, cwd=tmp_path / "copy", capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("edition", Edition)
def test_the_note_says_what_it_is(edition, offline):
    note = (offline[0] / edition.word / "说明.txt").read_bytes()
    text = note.decode("utf-8-sig")
    assert note.startswith(b"\xef\xbb\xbf")
    assert "\n" not in text.replace("\r\n", "")
    assert all(words in text for words in (edition.title, "截至 2026-06-30", "打开网站.html", "SHA256SUMS"))
    assert ("不要交给外人" in text) == (edition is Edition.INTERNAL)


def test_the_last_words_say_which_edition_for_whom_and_warn_of_the_internal_one(offline):
    folder, said = offline
    for edition in Edition:
        assert f"{edition.title}网站" in said
        assert str(folder / edition.word / "打开网站.html") in said
    assert said.count("这是内部版，不要交给外人") == 1


def test_every_name_is_valid_on_fat_and_ntfs(folder):
    files = _files(folder)
    assert len({path.casefold() for path in files}) == len(files)
    for path in files:
        assert len(path) <= 180, path
        for name in path.split("/"):
            assert not _FORBIDDEN.search(name), path
            assert not name.endswith((".", " ")), path
            assert name.partition(".")[0].upper() not in RESERVED, path


def test_no_page_leads_out_or_to_the_root_of_the_disk(folder):
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'(?:href|src|action)="(?:/|[a-zA-Z][a-zA-Z0-9+.-]*:)[^"]*"', text) == [], page
        assert 'class="edit"' not in text, page
        assert not re.search(r'serviceWorker|rel="(?:manifest|preconnect|prefetch|canonical)"', text), page


def test_a_link_out_stands_in_words_with_its_address(offline):
    for edition in (Edition.INTERNAL, Edition.INSPECTOR):
        page = html.unescape((offline[0] / edition.word / "site/policies/follow-up.html").read_text(encoding="utf-8"))
        assert '随访管理办法<span class="address">（https://example.invalid/law?id=1）</span>' in page


def test_the_same_archive_gives_the_same_folder(offline, copy, meidang):
    root = copy()
    for _ in range(2):
        assert meidang(root, "build", "site", "--offline", "--edition", "public").returncode == 0
        sums = (root / "build/offline/public/SHA256SUMS").read_bytes()
    assert sums == (offline[0] / "public/SHA256SUMS").read_bytes()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (
            '<a href="https://a.invalid/x?a=1&amp;b">甲 <b>乙</b></a>',
            '甲 <b>乙</b><span class="address">（https://a.invalid/x?a=1&amp;b）</span>',
        ),
        ('<a class="x" href="//a.invalid/">甲</a>', '甲<span class="address">（//a.invalid/）</span>'),
        ('<a href="https://a.invalid">https://a.invalid</a>', "https://a.invalid"),
        ('<a href="mailto:a@a.invalid">a@a.invalid</a>', "a@a.invalid"),
        ('<a class="edit" href="https://a.invalid/e">编辑 <code>a.yaml</code></a>', "<code>a.yaml</code>"),
        ('<a href="../index.html">甲</a><a href="#b">乙</a>', '<a href="../index.html">甲</a><a href="#b">乙</a>'),
    ],
)
def test_links_become_words(page, shown):
    assert without_links_out(page) == shown
