"""The forms on the platforms: Decap takes the configuration, asks nobody else, and saves as a branch and a pull request."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from browser import chromium, served
from forms.form import Form
from forms.hospital import NURSE, RECORD, files_of, made_at
from forms.platform_of_forgejo import REPOSITORY, Platform, running
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


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    return made_at(tmp_path_factory.mktemp("hospital"))


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


@pytest.mark.parametrize(
    ("platform", "words"),
    [("GitHub", "使用 GitHub 登录"), ("GitLab", "使用 GitLab 登录"), ("Forgejo", "使用 Forgejo / Gitea 登录")],
)
def test_the_page_asks_to_log_in_in_chinese_and_asks_nobody_else(hospital, tmp_path, platform, words):
    with forms_of(hospital, tmp_path, platform) as address, chromium() as driver:
        driver.get(address)
        form = Form(driver)
        form.until(lambda: words in driver.find_element("tag name", "body").text, words)
        site = address.removesuffix("forms/index.html")
        assert {one for one in _asked(driver) if not one.startswith(site)} == set()
        assert _complaints(driver) == []


def test_saving_on_forgejo_makes_a_branch_and_a_pull_request_and_saving_again_adds_to_it(hospital, tmp_path):
    platform = Platform(files_of(hospital))
    with (
        running(platform) as home,
        forms_of(hospital, tmp_path, "Forgejo", address=home) as address,
        chromium(size="1300,1400") as driver,
    ):
        driver.get(address)
        user = json.dumps({"backendName": "gitea", "token": "t", "login": "nurse"})
        driver.execute_script("localStorage.setItem('decap-cms-user', arguments[0])", user)
        driver.get(f"{address}#/collections/staff/entries/N02")
        driver.refresh()
        form = Form(driver)
        form.until(lambda: form.input("姓名").get_attribute("value") == "白芷")
        form.write("姓名", "白芷若")
        form.press_save()
        form.until(lambda: platform.pulls, "a pull request")
        (pull,) = platform.pulls
        assert (pull["head"]["ref"], pull["base"], pull["title"]) == ("forms-staff-N02", "main", "修改个人技术档案 N02")
        assert platform.branches["main"][NURSE].decode() == RECORD
        saved = RECORD.replace("name: 白芷", "name: 白芷若", 1)
        assert platform.branches["forms-staff-N02"][NURSE].decode() == saved

        # Opened again, the form shows what waits to be merged, and adds to it.
        driver.get(address)
        driver.get(f"{address}#/collections/staff/entries/N02")
        driver.refresh()
        form.until(lambda: form.input("姓名").get_attribute("value") == "白芷若")
        form.choose("性别", "男")
        form.press_save()
        form.until(lambda: b"\xe7\x94\xb7" in platform.branches["forms-staff-N02"][NURSE], "a second commit")
        assert len(platform.pulls) == 1
        assert platform.branches["forms-staff-N02"][NURSE].decode() == saved.replace("sex: 女", "sex: 男")
        strangers = {
            one for one in _asked(driver) if not one.startswith((address.removesuffix("forms/index.html"), home))
        }
        assert strangers == set()


def test_a_new_ledger_is_called_after_its_department_and_period(hospital, tmp_path):
    platform = Platform(files_of(hospital))
    with (
        running(platform) as home,
        forms_of(hospital, tmp_path, "Forgejo", address=home) as address,
        chromium(size="1300,1400") as driver,
    ):
        driver.get(address)
        user = json.dumps({"backendName": "gitea", "token": "t", "login": "nurse"})
        driver.execute_script("localStorage.setItem('decap-cms-user', arguments[0])", user)
        driver.get(f"{address}#/collections/meeting/new")
        driver.refresh()
        form = Form(driver)
        form.write("期间", "2031-Q3")
        form.until(lambda: "hospital-2031-Q3" in form.field("编号").text, "the name of the file")
        form.press_save()
        form.until(lambda: platform.pulls, "a pull request")
        made = platform.branches["forms-ledger-meeting-hospital-2031-Q3"][
            "archive/ledger/meeting/hospital-2031-Q3.yaml"
        ]
        assert made.decode() == (
            "# yaml-language-server: $schema=../../../schemas/meeting.schema.json\n\nperiod: 2031-Q3\n"
        )


def test_a_page_that_is_opened_as_a_file_says_how_to_open_it(hospital, tmp_path):
    with forms_of(hospital, tmp_path, "GitLab"), chromium() as driver:
        driver.get((tmp_path / "forms/index.html").as_uri())
        assert "填写表单要用 https:// 开头的网站地址打开" in driver.find_element("id", "md-insecure").text
