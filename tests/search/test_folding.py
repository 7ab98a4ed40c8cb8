"""What people type and what stands on a page meet in one form, in Python and in the browser alike."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest

from meidang.render.pages.page import Page
from meidang.render.search.folding import LONGEST_WORD, MOST_WORDS, fold, query_words

SAME = [
    ("C26-0118", "c260118"),
    ("（八）6", "(八)6", "八6", "（ 八 ）６"),
    ("2026-06-30", "2026/06/30", "２０２６．０６．３０", "20260630"),
    ("示例-执业-0001", "示例执业0001", "示例—执业—0001"),
    ("86.4201", "864201", "８６.４２０１"),
    ("A型肉毒毒素", "Ａ 型肉毒毒素", "a型肉毒毒素"),
    ("《手术安全核查制度》", "手术安全核查制度", "“手术安全核查”制度"),
    ("澄光医〔2025〕30号", "澄光医[2025]30号"),
    ("阿依古丽·买买提", "阿依古丽买买提", "阿依古丽・买买提"),
    ("脂肪抽吸术(1000-2000ml)", "脂肪抽吸术（1000～2000ML）"),
]


@pytest.mark.parametrize("forms", SAME, ids=[forms[0] for forms in SAME])
def test_all_ways_to_write_it_are_one(forms):
    assert len({fold(form) for form in forms}) == 1


@pytest.mark.parametrize(
    "text", ["何砚。陆文岚", "何砚\n陆文岚", "何砚；陆文岚", "何砚！陆文岚", "何砚?陆文岚", "何砚\u2028陆文岚"]
)
def test_no_word_goes_on_behind_the_end_of_a_sentence(text):
    assert fold(text) == "何砚\n陆文岚"


def test_blanks_divide_a_question_into_words():
    assert query_words(" 何砚　重睑\t证书 何砚。") == ("何砚", "重睑", "证书")


def test_a_question_of_signs_alone_asks_nothing():
    assert query_words("（）—《》 …… !?") == ()


def test_an_endless_question_is_cut():
    assert query_words("重" * 500) == ("重" * LONGEST_WORD,)
    assert len(query_words(" ".join(map(str, range(100))))) == MOST_WORDS


def _texts():
    """Every character that Python knows and some texts of many of them."""
    known = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    yield from ("".join(known[start : start + 500]) for start in range(0, len(known), 500))
    chosen = random.Random(5)
    signs = "何砚重睑ABcdé0１²①㎡℃ﬁİßΣς 　\t\n（）()-—.·、，。！？;；“”'\"<>&%#\u200b\u00ad\ufeff\u2028\u0301\U00020bb7"
    yield from ("".join(chosen.choices(signs, k=chosen.randrange(40))) for _ in range(400))


@pytest.mark.browser
def test_the_browser_folds_every_text_as_python_does(opened):
    chrome = opened({"index.html": Page("总览", "<h1>总览</h1>")})
    texts = list(_texts())
    script = """const [texts, done] = arguments;
        meidang.search.query("准备").then(() => done(texts.map((text) => [meidang.search.fold(text), meidang.search.wordsOf(text)])));"""
    for text, (folded, words) in zip(texts, chrome.execute_async_script(script, texts), strict=True):
        assert folded == fold(text), ascii(text)
        assert tuple(words) == query_words(text), ascii(text)
