"""What comes out of the printer: A4 with who, what and when at the edges, everything open, links with their codes."""

from __future__ import annotations

import base64
import re
import subprocess

import pytest

from meidang.models.audience import Edition
from tools import require_font, require_tool

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed(sites, chrome, tmp_path_factory):
    """The pages of a page's PDF as text, laid out as on paper."""
    require_font()
    pdftotext = require_tool("pdftotext")
    folder = tmp_path_factory.mktemp("paper")
    made = {}

    def make(page, edition=Edition.INTERNAL, *, backgrounds=True):
        key = page, edition, backgrounds
        if key not in made:
            chrome.get(f"{sites[edition].as_uri()}/{page}")
            settings = {"preferCSSPageSize": True, "printBackground": backgrounds}
            content = base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", settings)["data"])
            file = folder / f"{len(made)}.pdf"
            file.write_bytes(content)
            text = subprocess.run([pdftotext, "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
            made[key] = text.split("\f")[:-1], content
        return made[key]

    return make


def _sizes(content):
    return {
        (round(float(width)), round(float(height)))
        for width, height in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    }


def test_paper_is_a4(printed):
    for page in ("index.html", "staff/D03.html", "ledger/case-2026.html"):
        _, content = printed(page)
        assert _sizes(content) <= {(595, 842), (842, 595)}


def test_every_sheet_says_whose_it_is_what_it_is_and_as_of_when(printed):
    sheets, _ = printed("staff/D03.html")
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        flat = " ".join(sheet.split())
        assert "岚江澄光医疗美容医院 内部版" in flat
        assert "何砚 D03" in flat
        assert "截至 2026-06-30 版本 0123456789ab" in flat
        assert f"第 {number} 页，共 {len(sheets)} 页" in flat


def test_a_clause_is_called_by_its_number_on_paper(printed):
    first = printed("clause/c8-6.html")[0][0]
    assert "(八)6" in first.splitlines()[0]


def test_the_edition_is_on_paper(printed):
    assert "公开版" in printed("staff/D03.html", Edition.PUBLIC)[0][0]


def test_what_is_for_the_screen_is_not_printed(printed):
    text = "".join(printed("staff/D03.html")[0])
    for words in ("跳到正文", "全站目录", "回到页首", "关闭目录", "本页目录", "深色", "评审标准\n"):
        assert words not in text


def test_links_are_printed_with_their_codes_once(printed):
    text = "".join(printed("technique/T01.html")[0])
    assert "陆文岚〔D01〕" in text
    assert "D01〔D01〕" not in "".join(printed("staff/index.html")[0])


def test_the_head_of_a_table_is_on_each_of_its_sheets(printed):
    sheets, _ = printed("rules.html")
    assert len(sheets) > 2
    assert all(re.search(r"规则 +程度", sheet) for sheet in sheets[:-1])


def test_what_is_folded_on_the_screen_is_open_on_paper(printed):
    text = "".join(printed("ledger/case-2026.html")[0])
    assert "麻醉医师" in text
    assert "心脑血管" in text


def test_severities_are_words_with_a_border_where_no_backgrounds_are_printed(printed, chrome):
    text = "".join(printed("findings.html", backgrounds=False)[0])
    assert text.count("否决") > 20
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        style = "const s = getComputedStyle(document.querySelector('td .badge')); return [s.borderTopStyle, s.backgroundColor]"
        assert chrome.execute_script(style) == ["solid", "rgba(0, 0, 0, 0)"]
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_paper_is_light_though_the_screen_is_dark(internal, screen):
    chrome = screen(dark=True)
    chrome.get(f"{internal.as_uri()}/index.html")
    dark = chrome.execute_script("return getComputedStyle(document.body).color")
    chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    assert chrome.execute_script("return getComputedStyle(document.body).color") == "rgb(0, 0, 0)" != dark
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_filtered_list_is_printed_as_it_is_shown(internal, chrome, tmp_path):
    pdftotext = require_tool("pdftotext")
    chrome.get(f"{internal.as_uri()}/findings.html#severity=%E4%B8%80%E8%88%AC")
    shown = [
        row.text for row in chrome.find_elements("css selector", "table[data-list] tbody tr") if row.is_displayed()
    ]
    assert 0 < len(shown) < 10
    content = base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    (tmp_path / "a.pdf").write_bytes(content)
    text = subprocess.run(
        [pdftotext, "-layout", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    assert text.count("改法：") == sum(row.count("改法：") for row in shown)
