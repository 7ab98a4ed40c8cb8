"""``mkdocs build`` through the plugin: strict on the example, honest about broken data, deaf to the network, silent on secrets."""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml
from mkdocs.exceptions import PluginError

from meidang.mkdocs_plugin.building import build_site
from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.site_config import site_config

ROOT = Path(__file__).parents[2]
ADDRESS = "虚构市虚构区虚构路 7 号 2 单元"
_LOADED = re.compile(r'<(?:script|img|link|iframe|source|form)\b[^>]*?\b(?:src|href|action)="([^"]*)"')
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_WORDS_FOR_PEOPLE = re.compile(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"')


def _html(site):
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


# --- the example -----------------------------------------------------------------------------------------------------


def test_the_example_builds_strictly(example_site):
    assert {"index.html", "staff/D03.html", "technique/T12.html", "rules.html", "404.html"} <= set(_html(example_site))


def test_every_page_is_searched_and_hand_written_ones_too(example_site):
    names = (example_site / "search/names.js").read_text("utf-8")
    for address in ("index.html", "staff/D03.html", "technique/T12.html", "guide.html"):
        assert address in names


def test_search_is_ours_alone(example_site):
    assert list(example_site.rglob("search_index.js*")) == []
    assert list((example_site / "search").rglob("*.js"))


def test_nothing_is_loaded_from_elsewhere(example_site):
    for path, page in _html(example_site).items():
        assert [address for address in _LOADED.findall(page) if re.match(r"(https?:)?//", address)] == [], path
    for path in example_site.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//", path.read_text("utf-8")) == [], path


def test_every_page_has_a_policy_that_allows_its_own_scripts_only(example_site):
    for path, page in _html(example_site).items():
        policy = _POLICY.search(page)
        assert policy, path
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy[1].split(";") if rule.strip())
        assert rules["default-src"] == "'self' file:", path
        assert "'self' file:" in rules["script-src"], path
        assert not re.search("unsafe|http|data:|\\*", rules["script-src"]), path
        assert {rules[one] for one in ("object-src", "base-uri", "form-action")} == {"'none'"}, path
        assert _inline(page) <= set(re.findall("'(sha256-[^']+)'", rules["script-src"])), path


def test_no_page_acts_by_attributes_or_frames(example_site):
    acting = re.compile(r"<[a-z][^>]*\son[a-z]+=|javascript:|<(?:iframe|object|embed)\b")
    assert [path for path, page in _html(example_site).items() if acting.search(page)] == []


def test_no_english_is_left_for_people(example_site):
    for name in ("index.html", "404.html", "staff/index.html"):
        page = _html(example_site)[name]
        words = [word for word in _WORDS_FOR_PEOPLE.findall(page) if re.search("[A-Za-z]{3}", word)]
        assert words == [], name
        assert "Made with" not in page


def test_navigation_holds_no_record(example_site):
    navigation = "".join(re.findall(r"<nav\b.*?</nav>", _html(example_site)["index.html"], re.DOTALL))
    assert "staff/index.html" in navigation
    assert "staff/D0" not in navigation


def test_a_page_says_its_title_its_language_and_its_state(example_site):
    page = _html(example_site)["staff/D03.html"]
    assert re.search(r"<html[^>]* lang=\"?zh", page)
    assert re.search("<title>何砚.*岚江澄光医疗美容医院", page)
    assert "2026-06-30" in page


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_is_built_and_says_what_it_is(edition, project, tmp_path):
    _build(project, tmp_path / "out", edition)
    pages = _html(tmp_path / "out")
    assert edition.title in pages["index.html"]
    assert ("findings.html" in pages) == (edition is not Edition.PUBLIC)
    assert ("fields.html" in pages) == (edition is Edition.INTERNAL)


# --- the configuration -----------------------------------------------------------------------------------------------


def test_mkdocs_yml_says_what_the_program_builds_with():
    written = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    for key in ("docs_dir", "site_dir"):
        written[key] = str(ROOT / written[key])
    written["plugins"][0]["meidang"]["root"] = str(ROOT / written["plugins"][0]["meidang"]["root"])
    assert written == site_config(Project(ROOT), ROOT / "build/site", Edition.INTERNAL)


def _sha256(script):
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _build(project, site, edition=Edition.INTERNAL):
    checked = check(Project(project), today=None)
    build_site(Project(project), checked, "0123456789", site, edition)


def test_the_program_ignores_a_strangers_mkdocs_yml(project, tmp_path):
    (project / "mkdocs.yml").write_text("hooks: [evil.py]\nsite_name: x\n")
    (project / "evil.py").write_text("raise SystemExit('ran')")
    _build(project, tmp_path / "out")
    assert (tmp_path / "out/staff/D01.html").is_file()


def test_an_archive_already_checked_is_not_read_again(project, tmp_path):
    checked = check(Project(project), today=None)
    (project / "archive/staff/D01.yaml").unlink()
    build_site(Project(project), checked, "0123456789", tmp_path / "out", Edition.INTERNAL)
    assert (tmp_path / "out/staff/D01.html").is_file()


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_a_broken_record_is_a_warning_and_fails_a_strict_build(project, mkdocs):
    (project / "archive/staff/N01.yaml").write_text("name: [\n", encoding="utf-8")
    done = mkdocs(project)
    assert done.returncode == 0
    assert "archive/staff/N01.yaml" in done.stderr
    assert "读不出来" in (project / "build/site/staff/index.html").read_text("utf-8")
    assert mkdocs(project, "--strict").returncode == 1


def test_without_an_archive_the_build_says_so(project, mkdocs, tmp_path):
    (project / "archive").rename(tmp_path / "elsewhere")
    done = mkdocs(project)
    assert done.returncode == 1
    assert "没有 archive 文件夹" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_private_value_on_a_hand_written_page_fails_the_build_and_is_not_repeated(project, mkdocs):
    (project / "site/own.md").write_text(f"# 通讯录\n\n何砚 {ADDRESS}\n", encoding="utf-8")
    done = mkdocs(project)
    assert done.returncode == 1
    assert "own.html 里有 staff/D01 的「家庭住址」" in done.stderr
    assert ADDRESS not in done.stderr
    with pytest.raises(PluginError, match="staff/D01"):
        _build(project, project / "out")
    assert [path for site in ("build/site", "out") for path in (project / site).rglob("*")] == []


def test_a_build_that_stops_half_way_leaves_no_page_that_was_not_searched(project, monkeypatch):
    def stop(*_arguments, **_):
        raise PluginError("stopped")

    (project / "site/own.md").write_text(f"# 通讯录\n\n何砚 {ADDRESS}\n", encoding="utf-8")
    monkeypatch.setattr("meidang.mkdocs_plugin.leaks_in", stop)
    with pytest.raises(PluginError, match="stopped"):
        _build(project, project / "out")
    assert list((project / "out").rglob("*")) == []


def _inline(page):
    """The digests of a page's scripts without a source."""
    return {_sha256(script) for script in re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page, re.DOTALL)}


def test_a_script_that_is_not_the_themes_may_not_run(project, mkdocs):
    planted = "alert(1)"
    (project / "site/own.md").write_text(
        f"# 须知\n\n<script>{planted}</script>\n\n<script own0>{planted}</script>\n", encoding="utf-8"
    )
    assert mkdocs(project, "--strict").returncode == 0
    pages = _html(project / "build/site")
    assert _inline(pages["own.html"]) >= {_sha256(planted)}
    assert [name for name, page in pages.items() if _sha256(planted) in _POLICY.search(page)[1]] == []
    assert not any(re.search(r"<script own(?!0>)", page) for page in pages.values())


@pytest.mark.parametrize(("audience", "editions"), [("internal", 1), ("inspector", 2), ("", 2), ("public", 3)])
def test_a_hand_written_page_is_shown_to_those_whom_it_names(audience, editions, project, tmp_path):
    matter = f"---\naudience: {audience}\n---\n" if audience else ""
    (project / "site/own.md").write_text(f"{matter}# 须知\n\n三楼东侧\n", encoding="utf-8")
    shown = []
    for edition in Edition:
        _build(project, tmp_path / edition.word, edition)
        shown.append((tmp_path / edition.word / "own.html").is_file())
        everything = b"".join(path.read_bytes() for path in (tmp_path / edition.word).rglob("*") if path.is_file())
        assert ("三楼东侧".encode() in everything) == shown[-1]
    assert shown == [number < editions for number in range(3)]


def test_a_hand_written_page_for_nobody_known_fails_a_strict_build(project, mkdocs):
    (project / "site/own.md").write_text("---\naudience: everybody\n---\n# 须知\n", encoding="utf-8")
    done = mkdocs(project, "--strict")
    assert done.returncode == 1
    assert "own.md 的 audience 不能是“everybody”" in done.stderr


@pytest.mark.parametrize("number", ["13812345678", "110101199003074696"])
def test_a_hand_written_page_for_others_may_hold_no_personal_number(number, project, tmp_path):
    (project / "site/own.md").write_text(f"---\naudience: inspector\n---\n# 须知\n\n{number}\n", encoding="utf-8")
    with pytest.raises(PluginError, match=r"own\.md 里有身份证号或手机号，不能放进评审版"):
        _build(project, tmp_path / "site", Edition.INSPECTOR)
    _build(project, tmp_path / "public", Edition.PUBLIC)


def test_a_dead_link_of_a_hand_written_page_is_told_in_chinese(project, tmp_path):
    (project / "site/own.md").write_text("# 须知\n\n见[别处](nope.md)\n", encoding="utf-8")
    with pytest.raises(PluginError, match=r"own\.md 里的链接 nope\.md 没有指向任何页面"):
        _build(project, tmp_path / "site", Edition.INTERNAL)


def test_a_link_to_an_index_page_that_an_edition_lacks_becomes_words(project, tmp_path):
    page = "---\naudience: public\n---\n# 须知\n\n见[字段说明](fields.md)\n"
    (project / "site/own.md").write_text(page, encoding="utf-8")
    for edition in (Edition.INTERNAL, Edition.PUBLIC):
        _build(project, tmp_path / edition.word, edition)
        html = (tmp_path / edition.word / "own.html").read_text("utf-8")
        assert "字段说明" in html
        assert ('href="fields.html">字段说明</a>' in html.partition("<article")[2]) == (edition is Edition.INTERNAL)


def test_no_byte_of_the_site_holds_a_private_value(project, mkdocs):
    assert mkdocs(project, "--strict").returncode == 0
    for path in (project / "build/site").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in (ADDRESS, "13800138001", "110105198804121238", "虚构路"):
                assert secret.encode() not in content, path
                assert json.dumps(secret)[1:-1].encode() not in content, path


def test_a_hand_written_page_joins_the_navigation(project, mkdocs):
    (project / "site/own.md").write_text("# 院内须知\n", encoding="utf-8")
    assert mkdocs(project, "--strict").returncode == 0
    assert "院内须知" in (project / "build/site/index.html").read_text("utf-8")


def test_the_same_archive_gives_the_same_bytes(project, mkdocs):
    sites = []
    for number, zone in enumerate(("Asia/Shanghai", "America/New_York")):
        target = project / f"build/{number}"
        done = mkdocs(project, "--strict", "--site-dir", str(target), TZ=zone, PYTHONHASHSEED=str(number), LC_ALL="C")
        assert done.returncode == 0, done.stderr
        sites.append({path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()})
    assert sites[0] == sites[1]


# --- what a build leaves behind ---------------------------------------------------------------------------------------


def test_the_collector_runs_again_whatever_happens(project, tmp_path):
    _build(project, tmp_path / "out")
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
    checked = check(Project(project), today=None)
    (project / "archive").rename(tmp_path / "elsewhere")
    with pytest.raises(PluginError, match="没有 archive 文件夹"):
        build_site(Project(project), checked, "", tmp_path / "out", Edition.INTERNAL)
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)


def test_a_folder_that_is_missing_is_told_in_chinese(project, tmp_path, monkeypatch):
    monkeypatch.setattr(Project, "site", property(lambda _: tmp_path / "nowhere"))
    with pytest.raises(PluginError, match="找不到存放网站页面的文件夹"):
        _build(project, tmp_path / "out")
