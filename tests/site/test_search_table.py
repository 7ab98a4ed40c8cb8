"""What people ask of the example hospital's site and where they want to arrive: in Chromium, over http and from a folder.

Each question leads to the page that stands first, or, with a row's or section's address, to that very place.
"""

from __future__ import annotations

import pytest

from browser import chromium, served

pytestmark = pytest.mark.browser

TABLE = {
    # names, given names, pinyin, initials
    "何砚": "staff/D03.html",
    "砚": "staff/D03.html",
    "heyan": "staff/D03.html",
    "hy": "staff/D03.html",
    "陆文岚": "staff/D01.html",
    "文岚": "staff/D01.html",
    "luwenlan": "staff/D01.html",
    "wenlan": "staff/D01.html",
    "lwl": "staff/D01.html",
    "LWL": "staff/D01.html",
    "丁一": "staff/N03.html",
    "罗敏": "staff/C01.html",
    "qinmu": "staff/D05.html",
    "D03": "staff/D03.html",
    # techniques: names, synonyms, pinyin, codes
    "重睑成形术": "technique/T01.html",
    "重睑": "technique/T01.html",
    "双眼皮": "technique/T01.html",
    "chongjian": "technique/T01.html",
    "cjcxs": "technique/T01.html",
    "除皱针": "technique/T07.html",
    "瘦脸针": "technique/T07.html",
    "玻尿酸": "technique/T08.html",
    "光子嫩肤": "technique/T11.html",
    "IPL": "technique/T11.html",
    "ｉｐｌ": "technique/T11.html",
    "黄金微针": "technique/T13.html",
    "吸脂": "technique/T04.html",
    "植发": "technique/T09.html",
    "隆鼻": "technique/T02.html",
    "假体隆胸": "technique/T03.html",
    "眼袋": "technique/T16.html",
    "拉皮": "technique/T06.html",
    "08.8902": "technique/T01.html",
    "088902": "technique/T01.html",
    "86.6400x003": "technique/T09.html",
    "MR-S1-05": "technique/T01.html",
    "T12": "technique/T12.html",
    # things, departments, committees, agreements
    "麻醉机": "device/E03.html",
    "脉动真空灭菌器": "device/E04.html",
    "透明质酸填充剂": "drug_item/hyaluronic.html",
    "手术室": "department/operating_room.html",
    "院感科": "department/infection_control.html",
    "伦理委员会": "committee/ethics.html",
    "急救绿色通道": "agreement/green-channel.html",
    # licence numbers
    "示例-医师执业-D03": "staff/D03.html#credentials",
    "示例护士执业N03": "staff/N03.html#credentials",
    "示例-执业-0001": "institution.html#licences",
    "护士执业证书": "staff/",
    # clauses
    "(八)6": "clause/c8-6.html",
    "（八）6": "clause/c8-6.html",
    "八6": "clause/c8-6.html",
    "(一)1": "clause/c1-1.html",
    "(七)2": "clause/c7-2.html",
    "自查5": "clause/zc-5.html",
    "一(二)1": "clause/y08.html",
    # policies, by name, number and text
    "手术安全核查": "policies/safety-checklist.html",
    "停电应急预案": "policies/power-failure.html",
    "术后随访": "policies/follow-up.html",
    "澄光医〔2025〕30号": "policies/risk-warning.html",
    "澄光医[2025]30号": "policies/risk-warning.html",
    "光斑试验合格后正式治疗": "policies/light-guide.html#section-6",
    "2至8℃保存": "policies/injection-guide.html#section-4",
    # ledgers, to the row
    "C26-0118": "ledger/case-2026.html#aesthetic_surgery-2026-01.4",
    "c260118": "ledger/case-2026.html#aesthetic_surgery-2026-01.4",
    "HA-26008D03881": "ledger/case-2026.html#injectables-2026-04.1",
    "三个不同日期电话未接": "ledger/follow_up-2026.html#aesthetic_surgery-2026-06.13",
    "AE26-1": "ledger/adverse_event-2026.html#",
    # duties and indicators
    "停气": "duty/drill_gas.html",
    "高风险药品日核对": "duty/daily_drug_count.html",
    "抗菌药物合理应用月点评": "duty/antibiotic_review.html",
    "门诊病历规范率": "indicator/outpatient_conformity.html",
    "甲级病历率": "indicator/grade_a_records.html",
    "失访率": "indicator/lost_to_follow_up.html",
    # rules, and pages by name
    "CRD001": "rule/CRD001.html",
    "应办日历": "calendar.html",
    "准备度": "readiness.html",
    "检查结果": "findings.html",
    # several words at once
    "何砚 证书": "staff/D03.html#",
    "丁一 过期": "staff/N03.html",
    "肉毒毒素 日核对": "drug_item/botulinum.html#",
    "随访 失访": "indicator/lost_to_follow_up.html",
}
#: Asks every question on one page; the first result's address and the place in it.
ASK_ALL = """
const [questions, done] = arguments;
(async () => {
  const found = [];
  for (const question of questions) {
    const { results: [first] } = await meidang.search.query(question);
    const anchor = first?.show().places[0]?.anchor ?? "";
    found.push(first ? `${first.address}#${anchor}` : "");
  }
  return found;
})().then(done, (error) => done(String(error.stack)));
"""


@pytest.fixture(scope="module")
def http(example_site):
    with served(example_site) as address:
        yield address


@pytest.fixture(scope="module", params=["http", "file"])
def arrived(request, example_site):
    """Where each question of the table leads: all asked in one visit."""
    base = request.getfixturevalue("http") if request.param == "http" else f"{example_site.as_uri()}/"
    with chromium() as driver:
        driver.set_script_timeout(120)
        driver.get(f"{base}staff/D03.html")
        found = driver.execute_async_script(ASK_ALL, list(TABLE))
    assert isinstance(found, list), found
    return dict(zip(TABLE, found, strict=True))


@pytest.mark.parametrize("question", TABLE)
def test_search_leads_to_what_people_mean(question, arrived):
    assert arrived[question].startswith(TABLE[question])


def test_the_table_is_long_enough():
    assert len(TABLE) >= 60
