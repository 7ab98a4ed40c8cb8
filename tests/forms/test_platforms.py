"""The forms on the platforms: Decap takes the configuration, asks nobody else, and saves as a branch and a pull request."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import chromium, served
from forms import platform_of_forgejo, platform_of_github, platform_of_gitlab
from forms.form import Form
from forms.hospital import NURSE, RECORD, files_of, made_at, scan
from forms.platforms import REPOSITORY, running
from meidang.models.base import adapter
from meidang.models.settings import Settings
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.render.forms import backend_of, form_files

pytestmark = pytest.mark.browser
_BY_PLATFORM = {
    "GitHub": {"auth_address": "https://login.example.invalid"},
    "GitLab": {"app_id": "abc123"},
    "Forgejo": {"app_id": "abc123", "address": "https://git.example.invalid"},
}
_IN_MINIATURE = {
    "GitHub": platform_of_github.Platform,
    "GitLab": platform_of_gitlab.Platform,
    "Forgejo": platform_of_forgejo.Platform,
}
_DOORS = {"GitHub": "使用 GitHub 登录", "GitLab": "使用 GitLab 登录", "Forgejo": "使用 Forgejo / Gitea 登录"}
_BRANCHES = {"GitHub": "cms/staff/N02", "GitLab": "cms/staff/N02", "Forgejo": "forms-staff-N02"}
_BUTTONS = {"GitHub": {"保存", "撤回这次修改"}, "GitLab": {"保存", "撤回这次修改"}, "Forgejo": set()}
_PULL = {
    "title": "修改个人技术档案 N02",
    "body": "由网站的填写表单提交。合并前请看检查结果，以及这次改动意味着什么。",
    "base": "main",
}
_PULLS = {name: _PULL | {"labels": ["meidang/pending_review"]} for name in ("GitHub", "GitLab")} | {
    "Forgejo": _PULL | {"state": "open"}
}
#: A scan that a record of the small hospital names.
_KNOWN = "attachments/institution/执业许可证.jpg"


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    return made_at(tmp_path_factory.mktemp("hospital"))


@pytest.fixture(scope="module")
def driver():
    with chromium(size="1300,1400") as started:
        yield started


@contextmanager
def forms_of(hospital, folder, platform, **more):
    """The address of a site of nothing but the forms."""
    settings = {"platform": platform, "repository": REPOSITORY, **_BY_PLATFORM[platform], **more}
    backend = backend_of(adapter(Settings).validate_python({"forms": settings}))
    for path, content in form_files(read_archive(Project(hospital)).archive, backend).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    with served(folder) as site:
        yield f"{site}forms/index.html"


@contextmanager
def logged_in(hospital, folder, name, driver, *, at_the_door=None):
    """A platform in miniature, and what opens a form of its (``#/collections/…``) in a browser that is logged in.

    ``at_the_door`` looks at the page that asks to log in, where a test does.
    """
    platform = _IN_MINIATURE[name](files_of(hospital))
    with running(platform) as home, forms_of(hospital, folder, name, address=home) as address:
        driver.get_log("performance"), driver.get_log("browser")
        driver.get(address if at_the_door else address.replace("index.html", "forms.css"))
        if at_the_door:
            at_the_door()
        driver.execute_script("localStorage.setItem('decap-cms-user', arguments[0])", json.dumps(platform.user))

        def open_form(fragment, *, anew=True):
            if anew:
                driver.get("about:blank")
            driver.get(f"{address}#/collections/{fragment}")
            return Form(driver)

        yield platform, open_form
        ours = (address.removesuffix("forms/index.html"), home)
        assert {one for one in _asked(driver) if not one.startswith(ours)} == set()
        assert platform.unknown == []


def _asked(driver):
    """The addresses that the page asked for, without its own."""
    events = [json.loads(one["message"])["message"] for one in driver.get_log("performance")]
    found = {
        one["params"].get("request", {}).get("url", "")
        for one in events
        if one["method"] == "Network.requestWillBeSent"
    }
    return {one for one in found if one.startswith("http")}


def _complaints(driver):
    return [one["message"] for one in driver.get_log("browser") if one["level"] in {"SEVERE", "WARNING"}]


def asks_to_log_in(driver, name):
    """The page that asks to log in does so in Chinese, and complains of nothing."""
    Form(driver).until(lambda: _DOORS[name] in driver.find_element(By.TAG_NAME, "body").text, _DOORS[name])
    assert _complaints(driver) == []


@pytest.mark.parametrize("name", _IN_MINIATURE)
def test_saving_makes_a_branch_and_a_pull_request_in_chinese_and_saving_again_adds_to_it(
    hospital, tmp_path, driver, name
):
    picture = tmp_path / "新证.JPG"
    picture.write_bytes(scan() + b"\0")
    branch, door = _BRANCHES[name], lambda: asks_to_log_in(driver, name)
    with logged_in(hospital, tmp_path / "site", name, driver, at_the_door=door) as (platform, open_form):
        form = open_form("staff/entries/N02")
        form.until(lambda: form.input("姓名").get_attribute("value") == "白芷")
        form.write("姓名", Keys.BACKSPACE)
        assert "没有保存：1 处要改" in form.save()
        form.write("姓名", "白芷若")
        form.unfold("证照与资质")
        licence = form.item("证照与资质", 0)
        licence.upload("扫描件", picture)
        licence.until(lambda: "一起保存" in licence.field("扫描件").text)
        form.press_save()
        form.until(lambda: platform.pulls and (name == "Forgejo" or platform.pulls[0]["labels"]), "a pull request")
        assert driver.find_elements(By.ID, "meidang-note") == []
        (pull,) = platform.pulls
        assert pull == _PULLS[name] | {"head": {"ref": branch} if name == "Forgejo" else branch}
        assert platform.files("main") == files_of(hospital)
        made = platform.files(branch).copy()
        assert _plain(made[NURSE].decode(), picture.read_bytes()) == _saved(
            "attachments/staff/n02-护士执业证书.jpg", picture
        )
        assert made["archive/attachments/staff/n02-护士执业证书.jpg"] == picture.read_bytes()

        # Nobody merges from here; opened again, the form shows what waits, and saving adds to it. A file that the
        # archive has is registered, too.
        form = open_form("staff/entries/N02")
        form.until(lambda: form.input("姓名").get_attribute("value") == "白芷若")
        form.until(lambda: set(shown_buttons(driver)) - {"看网页", "已保存"} == _BUTTONS[name], "the buttons")
        form.choose("性别", "男")
        form.unfold("证照与资质")
        licence = form.item("证照与资质", 0)
        licence.write("扫描件", _KNOWN)
        licence.until(lambda: not licence.field("扫描件").find_elements(By.CSS_SELECTOR, "[role=status]"), "it is read")
        form.press_save()
        form.until(lambda: "男".encode() in platform.files(branch)[NURSE], "a second commit")
        assert len(platform.pulls) == 1
        now = platform.files(branch)[NURSE].decode()
        assert _plain(now, scan()) == _saved(_KNOWN, scan()).replace("sex: 女", "sex: 男")
        assert platform.files(branch) == made | {NURSE: now.encode()}
        assert platform.files("main") == files_of(hospital)


def _digest(file):
    return hashlib.sha256(file if isinstance(file, bytes) else file.read_bytes()).hexdigest()


def _saved(path, file):
    """The record with another name, and a scan in it."""
    scanned = f"valid_to: 2026-05-19\n    scan:\n      file: {path}\n      sha256: {_digest(file)}"
    return RECORD.replace("name: 白芷", "name: 白芷若", 1).replace("valid_to: 2026-05-19", scanned)


def _plain(text, content):
    """Without the quotes around a digest that another reader would take for a number."""
    return text.replace(f"'{_digest(content)}'", _digest(content))


def shown_buttons(driver):
    """What the head of an open form offers to press."""
    found = driver.find_elements(By.CSS_SELECTOR, "[class*=ToolbarSectionMain] :is(button, [role=button])")
    return [one.text for one in found if one.is_displayed()]


_KEPT = """
const [done] = arguments;
const opening = indexedDB.open('localforage');
opening.onsuccess = () => {
  const kept = opening.result;
  const asked = kept.transaction('keyvaluepairs').objectStore('keyvaluepairs').getAllKeys();
  asked.onsuccess = () => { kept.close(); done([...asked.result, ...Object.keys(localStorage)]); };
};
"""


def test_who_logs_out_leaves_no_draft_and_no_key_on_the_computer(hospital, tmp_path, driver):
    with logged_in(hospital, tmp_path, "Forgejo", driver) as (_, open_form):
        form = open_form("staff/entries/N02")
        form.until(lambda: form.input("姓名").get_attribute("value") == "白芷")
        form.write("姓名", "白芷若")
        form.until(lambda: "backup.staff.N02" in driver.execute_async_script(_KEPT), "the draft")
        form.until(lambda: driver.find_element(By.CSS_SELECTOR, "[class*=AvatarDropdownButton]")).click()
        form.until(lambda: driver.find_element(By.XPATH, "//*[@role='menuitem'][.='退出登录']")).click()
        form.until(lambda: driver.execute_async_script(_KEPT) == [], "nothing kept")


def test_what_a_stranger_wrote_into_a_record_is_text_and_nothing_else(tmp_path, driver):
    root = made_at(tmp_path / "hospital")
    hostile = "</script><img src=x onerror=document.title=1><a href=javascript:alert(1)>点</a>"
    (root / NURSE).write_text(RECORD.replace("白芷", f"'{hostile}'"), encoding="utf-8")
    with logged_in(root, tmp_path / "site", "GitHub", driver) as (_, open_form):
        driver.get_log("browser")
        form = open_form("staff")
        form.until(lambda: hostile in driver.find_element(By.TAG_NAME, "main").text, "the list")
        # Files go with records only, never alone.
        shown = [one.text for one in driver.find_elements(By.CSS_SELECTOR, "header button") if one.is_displayed()]
        assert "附件" not in shown
        form = open_form("staff/entries/N02", anew=False)
        form.until(lambda: form.input("姓名").get_attribute("value") == hostile, "the form")
        form = open_form("department/entries/K01", anew=False)
        form.input("质控小组").send_keys("N02")
        form.until(lambda: hostile in form.field("质控小组").text, "the pick list")
        assert driver.find_elements(By.CSS_SELECTOR, "img[src=x], a[href^=javascript]") == []
        assert "填写表单" in driver.title
        assert [one for one in _complaints(driver) if "Content Security Policy" in one] == []


def test_a_page_that_is_opened_as_a_file_says_how_to_open_it(hospital, tmp_path, driver):
    with forms_of(hospital, tmp_path, "GitLab"):
        driver.get((tmp_path / "forms/index.html").as_uri())
        assert "填写表单要用 https:// 开头的网站地址打开" in driver.find_element("id", "md-insecure").text
