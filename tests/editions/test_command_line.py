"""``meidang build site``: which edition goes where, and what is said of it."""

from __future__ import annotations

import pytest

from meidang.models.audience import Edition

PLACES = {Edition.INTERNAL: "site", Edition.INSPECTOR: "site-inspector", Edition.PUBLIC: "site-public"}


@pytest.fixture(scope="module")
def built(copy, meidang):
    """All editions of the example, built by one command; the folder and what was said."""
    root = copy()
    done = meidang(root, "build", "site", "--edition", "all")
    assert done.returncode == 0, done.stderr
    return root, done.stdout


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_has_a_folder_of_its_own(edition, built):
    root, said = built
    index = root / "build" / PLACES[edition] / "index.html"
    assert edition.title in index.read_text(encoding="utf-8")
    assert f"已生成 {edition.title}网站" in said
    assert str(index) in said


def test_the_last_words_say_for_whom_each_is_and_how_large(built):
    root, said = built
    for place, words in {"site": "请勿外传", "site-inspector": "供评审使用", "site-public": "对外公开"}.items():
        pages = sum(1 for _ in (root / "build" / place).rglob("*.html"))
        line = next(line for line in said.splitlines() if words in line)
        assert f"共 {pages} 页" in line


def test_editions_grow_with_what_they_show(built):
    root, _ = built
    pages = {
        place: {path.relative_to(root / "build" / place) for path in (root / "build" / place).rglob("*.html")}
        for place in PLACES.values()
    }
    assert pages["site-public"] < pages["site-inspector"] < pages["site"]


def test_one_edition_leaves_the_others_alone(built, meidang):
    root, _ = built
    before = (root / "build/site/index.html").stat().st_mtime_ns
    assert meidang(root, "build", "site", "--edition", "公开版").returncode == 0
    assert (root / "build/site/index.html").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "docs", "--offline"), "--offline 只用于网站"),
        (("build", "site", "--edition", "secret"), "没有“secret”这个版本"),
        (("build", "pages", "--edition", "all"), "一次只写一个版本"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, words, built, meidang):
    done = meidang(built[0], *arguments)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.parametrize("what", ["docs", "binder", "all"])
def test_documents_have_no_edition(what, tmp_path, meidang):
    done = meidang(tmp_path, "build", what, "--edition", "public")
    assert done.returncode == 2
    assert "--edition 只用于网站" in done.stderr
