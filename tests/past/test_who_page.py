"""授权查询 on the site: the browser answers as ``archive.authorised`` does, from a folder and without a request."""

from __future__ import annotations

import random
import re
import shutil
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from browser import chromium
from documents.example import AS_OF
from documents.example import archive as example
from meidang.archive.authorised import Verdict, answers, institution_side, technique_side
from meidang.models.audience import Edition
from meidang.models.staff import Staff
from meidang.models.technique import Technique
from meidang.pipeline.explanations import explanations
from meidang.render.pages.addresses import WHO
from meidang.render.pages.pages import render_site
from past.asked import D01, T01, archive_with

CHECKOUT = Path(__file__).parents[2]
REASON = "不公开的原因"
_FRAME = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>授权查询</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self' file:; script-src 'self' file:; base-uri 'none'">
<link rel="stylesheet" href="assets/stylesheets/frame.css"><link rel="stylesheet" href="assets/stylesheets/meidang.css">
<link rel="stylesheet" href="assets/stylesheets/tables.css"><link rel="stylesheet" href="assets/stylesheets/who.css">
<link rel="stylesheet" href="assets/stylesheets/print.css" media="print"></head>
<body><main><article class="md-typeset">
{}</article></main><script src="assets/javascripts/pieces.js"></script><script src="assets/javascripts/who.js"></script></body></html>"""
#: Asks one question after the other through the form, as a person would, and reads what stands there.
_ASK_ALL = """
const form = document.getElementById("who-form"), here = document.getElementById("who-answer");
const { technique, person, on } = form.elements;
return arguments[0].map(([key, day]) => {
  const [kind, id] = key.split("/");
  technique.value = kind === "technique" ? id : "";
  person.value = kind === "staff" ? id : "";
  on.value = day;
  form.requestSubmit();
  const lacks = [...here.querySelectorAll(".lacks + ul li")].map((one) => one.textContent);
  const heads = [...here.querySelectorAll("h3")];
  return [lacks, ...heads.flatMap((head) => {
    const table = head.nextElementSibling && head.nextElementSibling.querySelector("table");
    return table ? [...table.tBodies[0].rows].map((row) => {
      const why = row.querySelector(".why");
      return [row.dataset.of, Number(head.dataset.verdict), why ? why.innerText : ""];
    }) : [];
  })];
});
"""


def _eventful():
    """The rules' clean archive with somebody suspended and restored, renewed, tested, moved up, and gone."""
    old = "{privilege_type: 手术, technique_id: T01, granted_on: 2020-09-01, valid_to: 2022-08-31}"
    later = (
        "{privilege_type: 手术, technique_id: T01, granted_on: 2028-09-01, valid_to: 2030-08-31, granted_by: 医务部}"
    )
    suspended = f"suspended_on: 2026-02-01\n    restored_on: 2026-04-01\n    suspended_for: {REASON}"
    return archive_with(
        (D01, "privileges:", f"privileges:\n  - {later}\n  - {old}"),
        (D01, "reassess_on: 2027-08-01", f"reassess_on: 2027-08-01\n    {suspended}"),
        (D01, "result: 通过", "result: 不通过\n    technique_id: T02\n    restored_on: 2026-01-01"),
        (D01, "obtained_on: 2000-03-01", "obtained_on: 2000-03-01\n    valid_to: 2027-01-31"),
        (D01, "hired_on: 2016-09-18", "hired_on: 2016-09-18\nleft_on: 2029-12-31"),
        (T01, "status_history:", "status_history:\n  - {status: 中止, changed_on: 2026-08-01}"),
    )


def _page(archive, edition=Edition.INTERNAL):
    site = render_site(archive, (), edition=edition, as_of=AS_OF, revision="0123456789", explanations=explanations())
    return site.pages[WHO].body


@pytest.fixture(scope="module", params=["example", "eventful"])
def archive(request):
    return example() if request.param == "example" else _eventful()


@pytest.fixture(scope="module")
def page(archive, tmp_path_factory):
    """The page in a frame of no theme, as a file."""
    target = tmp_path_factory.mktemp("who")
    shutil.copytree(CHECKOUT / "site/assets", target / "assets")
    (target / WHO).write_text(_FRAME.format(_page(archive)), encoding="utf-8")
    return (target / WHO).as_uri()


@pytest.fixture(scope="module")
def chrome():
    with chromium() as driver:
        yield driver


def _questions(archive):
    drawn = random.Random(7)
    subjects = [item.key for model in (Technique, Staff) for item in archive.of(model)]
    days = [date(2018, 1, 1) + timedelta(days=drawn.randrange(365 * 14)) for _ in range(25)]
    turns = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 8, 31)]
    return [(key, str(day)) for key in subjects for day in (*days, *turns)]


def _expected(archive, key, day):
    on = date.fromisoformat(day)
    for one in answers(archive, archive.items[key], on):
        technique = one.held.technique.id if one.held.technique else ""
        why = [*one.against, *([f"原因：{one.reason}"] if one.reason else [])]
        if key.startswith("staff/") and one.verdict is not Verdict.NOT_THEN:
            why += [f"机构方面：{words}" for words in technique_side(archive, one, on)]
        of = f"{technique}/{one.held.item.id}/{one.held.privilege.privilege_type}"
        yield [of, list(Verdict).index(one.verdict), "\n".join(why)]


@pytest.mark.browser
def test_the_browser_answers_as_the_command_does(chrome, page, archive):
    chrome.get(page)
    asked = _questions(archive)
    said = chrome.execute_script(_ASK_ALL, asked)
    wanted = [
        [list(institution_side(archive, archive.items[key], date.fromisoformat(day))), *_expected(archive, key, day)]
        for key, day in asked
    ]
    assert {verdict for _, *answer in wanted for _, verdict, _ in answer} == {0, 1, 2}
    assert len({tuple(lacks) for lacks, *_ in wanted}) > 3
    assert [one for one, got, want in zip(asked, said, wanted, strict=True) if got != want] == []


@pytest.mark.browser
def test_a_question_can_be_sent_as_a_link_and_stands_in_the_address(chrome, page):
    chrome.get("about:blank")
    chrome.get(f"{page}#technique=T01&on=2026-03-14")
    assert "T01 重睑成形术，2026-03-14　谁有授权" in chrome.find_element(By.CSS_SELECTOR, "#who-answer h2").text
    chrome.execute_script("document.querySelector('#who-form [name=on]').value = '2026-05-05'")
    chrome.find_element(By.CSS_SELECTOR, "#who-form [type=submit]").click()
    assert chrome.current_url.endswith("#technique=T01&on=2026-05-05")
    chrome.execute_script("location.hash = 'person=D01'")
    heading = (By.CSS_SELECTOR, "#who-answer h2")
    assert f"，{AS_OF}　有哪些授权" in chrome.find_element(*heading).text


@pytest.mark.browser
@pytest.mark.parametrize("hash_", ["", "#periods", "#technique=T99&on=2026-03-14", "#technique=T01&on=gestern"])
def test_no_answer_is_made_up_for_half_a_question(chrome, page, hash_):
    chrome.get("about:blank")
    chrome.get(page + hash_)
    assert not chrome.find_element(By.ID, "who-answer").is_displayed()
    assert chrome.find_element(By.CSS_SELECTOR, "#who-form [role=status]").text == {
        "#technique=T99&on=2026-03-14": "请选择一项技术或一个人",
        "#technique=T01&on=gestern": "请写一个日期，1900 年到 2200 年之间",
    }.get(hash_, "")


@pytest.mark.browser
def test_a_phone_shows_it_without_scrolling_sideways(chrome, page):
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        chrome.get("about:blank")
        chrome.get(f"{page}#technique=T01&on=2026-03-14")
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


# --- without scripts -------------------------------------------------------------------------------------------------


def _rows(body):
    table = body.partition('data-list="list"')[2].partition("</table>")[0]
    return [
        [unescape(re.sub("<[^<>]*>", " ", cell)) for cell in row.split("</td><td>")]
        for row in re.findall("<tr[^>]*><td>(.*)</td></tr>", table)
    ]


def test_without_scripts_the_institutions_lacks_are_listed_from_day_to_day():
    body = _page(_eventful()).partition('id="institution"')[2]
    words = re.sub("<[^<>]*>", "", body)
    assert "机构2017-09-19 至 2026-05-19：医疗机构执业许可证应于 2017-09-18 前校验，档案里没有这次校验" in words
    assert "2024-03-05 至 2024-03-19：技术委员会 2024-03-20 才批准" in words


def test_without_scripts_everybody_is_listed_from_day_to_day():
    row = next(row for row in _rows(_page(_eventful())) if "重睑" in row[0] and "王岚" in row[1])
    assert [part.strip() for part in re.split("(?<=[0-9]) {2,}(?=[0-9])", row[3].strip())] == [
        "2020-09-01  至  2022-08-31",
        "2025-09-01  至  2026-01-31",
        "2026-04-01  至  2026-07-31",
    ]
    assert re.search(f"2026-02-01 +至 +2026-03-31 ：授权自 2026-02-01 起暂停；原因：{REASON}", row[4])


def test_the_pages_of_techniques_and_people_lead_there():
    archive = _eventful()
    site = render_site(archive, (), edition=Edition.INTERNAL, as_of=AS_OF, revision="", explanations=explanations())
    pages = site.pages
    assert '<a href="../who.html#technique=T01">某一天谁有授权</a>' in pages["technique/T01.html"].body
    assert '<a href="../who.html#person=D01">某一天有哪些授权</a>' in pages["staff/D01.html"].body
    assert 'id="technique=T01"' in pages[WHO].body


# --- for whom --------------------------------------------------------------------------------------------------------


def test_inspectors_are_told_of_a_suspension_without_its_reason():
    body = _page(_eventful(), Edition.INSPECTOR)
    assert "授权自 2026-02-01 起暂停" in body
    assert REASON not in body
    assert REASON in _page(_eventful())


def test_the_public_has_no_such_page():
    site = render_site(_eventful(), (), edition=Edition.PUBLIC, as_of=AS_OF, revision="", explanations=explanations())
    assert WHO not in site.pages
    assert not any(WHO in page.body for page in site.pages.values())
