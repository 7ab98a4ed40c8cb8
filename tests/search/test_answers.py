"""What search answers, in a real browser: every page that holds the words and no other, the ones people mean first."""

from __future__ import annotations

import random

import pytest

from meidang.render.pages.page import Page
from meidang.render.search import entry_of
from meidang.render.search.folding import fold, query_words

pytestmark = pytest.mark.browser

#: Asks many questions on one page and goes through each answer to its end.
ASK_ALL = """
const [questions, done] = arguments;
const all = async (question) => {
  const answer = await meidang.search.query(question);
  for (let tries = 0; answer.left.length > 0 && tries < 99; tries += 1) await answer.more();
  const results = answer.results.map(({ address, show }) => ({ address, ...show() }));
  return { total: answer.total, isExact: answer.isExact, groups: answer.groups, suggestions: answer.suggestions, results };
};
(async () => { const found = []; for (const one of questions) found.push(await all(one)); return found; })()
  .then(done, (error) => done(String(error.stack)));
"""


def ask(chrome, *questions):
    found = chrome.execute_async_script(ASK_ALL, list(questions))
    assert isinstance(found, list), found
    return found


def addresses(answer):
    return [result["address"] for result in answer["results"]]


def text_of(parts):
    return "".join(part["text"] for part in parts)


def hits_of(parts):
    return [part["text"] for part in parts if part["hit"]]


# --- every page and no other ------------------------------------------------------------------------------------------

LETTERS = "何砚重睑成形术医师护士手C2601.-（）、，。；\n 8Ａa"


def _random_pages(count):
    chosen = random.Random(count)

    def words(most):
        return "".join(chosen.choices(LETTERS, k=chosen.randrange(2, most))).strip() or "空"

    pages = {"index.html": Page("总览", "<h1>总览</h1>")}
    for number in range(count):
        rows = "".join(f'<tr id="r{row}"><td>{words(9)}</td><td>{words(9)}</td></tr>' for row in range(3))
        body = f'<h1>x</h1><p>{words(60)}</p><h2 id="a">{words(12)}</h2><p>{words(60)}</p><table>{rows}</table>'
        named = tuple(words(8) for _ in range(2))
        pages[f"staff/S{number}.html"] = Page(words(8), body, "人员", chosen.choice((4.0, 2.0, 0.4)), named, words(4))
    return pages


def _truth(pages, question):
    """The pages whose names or texts hold every word, asked for without any index."""
    words = query_words(question)
    hold_single = any(len(word) > 1 for word in words)
    found = set()
    for address, page in pages.items():
        entry = entry_of(address, page)
        title, *more = fold(entry.title).split("\n")
        names = [*more, *(run for name in (entry.code, *entry.words) for run in fold(name).split("\n"))]
        texts = [fold(text) for section in entry.sections for text in (section.heading, section.text)]

        def stands(word, title=title, names=names, texts=texts):
            letters = word.isascii() and word.isalpha()
            called = word in title or any(name.startswith(word) if letters else word in name for name in names)
            return called or ((len(word) > 1 or hold_single) and any(word in text for text in texts))

        if words and all(map(stands, words)):
            found.add(address)
    return found


def test_answers_are_the_pages_that_hold_the_words_and_no_others(opened):
    pages = _random_pages(150)
    chosen = random.Random(7)
    texts = "\n".join(
        part for page in pages.values() for part in (page.title, page.body.replace("<", "\n<"), *page.words)
    )
    lines = [line for line in texts.split("\n") if len(line) > 3 and "<" not in line]
    questions = []
    while len(questions) < 120:
        line = chosen.choice(lines)
        start = chosen.randrange(len(line) - 1)
        piece = line[start : start + chosen.randrange(1, 7)]
        questions += [piece, f"{piece} {chosen.choice(lines)[:2]}", "".join(chosen.choices(LETTERS, k=4))]
    chrome = opened(pages)
    for question, answer in zip(questions, ask(chrome, *questions), strict=True):
        assert set(addresses(answer)) == _truth(pages, question), question
        assert answer["isExact"], question
        assert answer["total"] == len(answer["results"]), question


# --- the ones people mean first ---------------------------------------------------------------------------------------


def _page(title, text, group, weight, words=(), code=""):  # noqa: PLR0917 - a row of the table below
    return Page(title, f"<h1>{title}</h1>{text}", group, weight, words, code)


_CASES = "".join(
    f'<tr><td><span id="K01.{n}">2026-05-{n % 28 + 1:02d}</span></td><td>何砚</td><td>C26-{n:04d}</td></tr>'
    for n in range(150)
)
PAGES = {
    "index.html": _page("总览", "<p>何砚的证照已经到期，C26-0118 没有讨论</p>", "", 1.0),
    "staff/D03.html": _page(
        "何砚",
        '<p>主治医师</p><h2 id="credentials">证照与资质</h2><table><tr><td>医师执业证书</td><td>示例-执业-0001</td></tr></table>',
        "人员",
        4.0,
        ("砚", "heyan", "hy", "yan"),
        "D03",
    ),
    "staff/D04.html": _page("何砚秋", "<p>何砚的学生</p>", "人员", 4.0, ("砚秋", "heyanqiu", "hyq", "yanqiu"), "D04"),
    "technique/T01.html": _page(
        "重睑成形术",
        "<p>手术编码 08.8902</p><p>术者何砚</p>",
        "技术项目",
        4.0,
        ("双眼皮手术", "chongjianchengxingshu", "cjcxs"),
        "T01",
    ),
    "department/K01.html": _page("手术室", "<p>手术安全核查每台都做</p>", "科室", 4.0, ("shoushushi",), "K01"),
    "policies/check.html": _page("手术安全核查制度", "<p>三个时点逐项核对。</p>", "制度", 3.0),
    "indicator/check.html": _page("手术安全核查覆盖率", "<p>分子和分母</p>", "指标", 3.0),
    "clause/y08.html": _page("一(二)1 手术安全核查", "<p>证据</p>", "条款", 0.4, (), "一(二)1"),
    "clause/c86.html": _page("(八)6 资质与证照", "<p>重睑成形术的术者有证照</p>", "条款", 0.4, (), "(八)6"),
    "rules.html": _page("检查规则", '<h2 id="CRD001">CRD001 证照过期</h2><p>说明</p>', "检查规则", 0.1),
    "fields.html": _page("字段说明", '<h2 id="x">知情同意书</h2>', "说明", 0.1),
    "technique/T02.html": _page("隆鼻术", '<h2 id="documents">制度文件</h2><p>知情同意书</p>', "技术项目", 4.0),
    "ledger/case-2026.html": _page("病例台账 2026 年", f"<table>{_CASES}</table>", "台账", 1.2),
}
FIRST = {
    "何砚": "staff/D03.html",
    "砚": "staff/D03.html",
    "heyan": "staff/D03.html",
    "HY": "staff/D03.html",
    "d03": "staff/D03.html",
    "砚秋": "staff/D04.html",
    "yanqiu": "staff/D04.html",
    "双眼皮": "technique/T01.html",
    "cjcxs": "technique/T01.html",
    "重睑": "technique/T01.html",
    "088902": "technique/T01.html",
    "示例执业0001": "staff/D03.html",
    "手术安全核查": "policies/check.html",
    "手术": "department/K01.html",
    "（八）6": "clause/c86.html",
    "八6": "clause/c86.html",
    "CRD001": "rules.html#CRD001",
    "C26-0118": "ledger/case-2026.html#K01.118",
    "何砚 证书": "staff/D03.html#credentials",
    "知情同意": "technique/T02.html",
}


@pytest.fixture(scope="module")
def answers(opened):
    chrome = opened(PAGES)
    found = dict(zip(FIRST, ask(chrome, *FIRST), strict=True))
    found["log"] = chrome.get_log("browser")
    return found


@pytest.mark.parametrize("question", FIRST)
def test_what_people_mean_stands_first(question, answers):
    first = answers[question]["results"][0]
    anchors = [place["anchor"] for place in first["places"]]
    address, _, anchor = FIRST[question].partition("#")
    assert first["address"] == address
    assert not anchor or anchors[0] == anchor


def test_nothing_is_refused_or_missing(answers):
    assert [entry for entry in answers["log"] if "favicon" not in entry["message"]] == []


def test_hits_are_marked_as_they_are_written(answers):
    [place] = answers["示例执业0001"]["results"][0]["places"]
    assert text_of(place["heading"]) == "证照与资质"
    assert text_of(place["excerpt"]) == "医师执业证书　示例-执业-0001"
    assert hits_of(place["excerpt"]) == ["示例-执业-0001"]


def test_a_row_is_shown_whole(answers):
    [place] = answers["C26-0118"]["results"][0]["places"]
    assert text_of(place["excerpt"]) == "2026-05-07　何砚　C26-0118"


def test_a_name_that_is_not_the_title_is_said(answers):
    assert answers["双眼皮"]["results"][0]["aliases"] == ["双眼皮手术"]
    assert answers["cjcxs"]["results"][0]["aliases"] == []


def test_further_places_of_a_page_are_counted(answers):
    ledger = next(one for one in answers["何砚"]["results"] if one["address"].startswith("ledger"))
    assert len(ledger["places"]) == 3
    assert ledger["further"] == 147


def test_results_are_counted_by_group(answers):
    groups = {group["name"]: group["count"] for group in answers["何砚"]["groups"]}
    assert groups == {"人员": 2, "技术项目": 1, "台账": 1, "总览和列表": 1}
    assert answers["何砚"]["total"] == 5


def test_one_group_alone_can_be_asked_for(opened):
    chrome = opened(PAGES)
    script = "const done = arguments[0]; meidang.search.query('何砚', {group: '台账'}).then((found) => done([found.results.map((one) => one.address), found.total]));"
    assert chrome.execute_async_script(script) == [["ledger/case-2026.html"], 5]


def test_a_question_that_nothing_answers_suggests_others(opened):
    both, split, none = ask(opened(PAGES), "何砚 不存在", "重睑术者", "不存在的词")
    assert [one["question"] for one in both["suggestions"]] == ["何砚"]
    assert [one["question"] for one in split["suggestions"]] == ["重睑 术者"]
    assert none["suggestions"] == []
    assert (none["total"], none["isExact"]) == (0, True)


def test_a_single_character_is_looked_for_in_names(opened):
    alone, beside = ask(opened(PAGES), "证", "重睑成形术 证")
    assert addresses(alone) == ["clause/c86.html"]
    assert addresses(beside) == ["clause/c86.html"]


# --- archives in which a word is everywhere ---------------------------------------------------------------------------


def test_counts_are_never_too_high_while_not_all_is_known(opened):
    chosen = random.Random(3)
    filler = "操作规范检查记录台账病例患者术前评估签名日期"
    pages = {"index.html": Page("总览", "<h1>总览</h1>")}
    for number in range(900):
        words = "".join(chosen.choices(filler, k=1_500))
        said = "知情同意书" if number % 2 else "知情同。情同意。同意书"
        pages[f"staff/S{number}.html"] = Page(f"页{number}", f"<h1>页</h1><p>{said}</p><p>{words}</p>", "人员")
    chrome = opened(pages, "http")
    script = """const done = arguments[0]; meidang.search.query("知情同意书").then(async (answer) => {
        const first = [answer.total, answer.isExact, answer.groups[0], answer.results.length];
        for (let tries = 0; answer.left.length > 0 && tries < 99; tries += 1) await answer.more();
        done([...first, answer.total, answer.isExact, answer.results.length]);
    });"""
    total, exact, group, shown, *last = chrome.execute_async_script(script)
    assert 0 < total == shown < 450
    assert not exact
    assert group == {"name": "总览和列表", "count": total, "isExact": False} or group["name"] == "人员"
    assert last == [450, True, 450]


def test_a_site_built_anew_is_asked_anew(chrome, serve, written):
    """The browser has the names of the build before, and finds files of the new one."""
    folder = written({"index.html": _page("总览", "<p>旧的内容</p>", "", 1.0)})
    chrome.get(f"{serve(folder)}index.html")
    chrome.execute_async_script("meidang.search.query('总').then(arguments[0]);")
    newer = written({"index.html": _page("总览", "<p>新的内容</p>", "", 1.0)})
    for path in newer.rglob("*.js"):
        (folder / path.relative_to(newer)).write_bytes(path.read_bytes())
    [answer] = ask(chrome, "新的内容")
    assert addresses(answer) == ["index.html"]
