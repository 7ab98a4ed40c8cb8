"""Pages for the benchmark of search: any number, each about 2.5 KB of Chinese text, the same for the same number.

Sentences come from the example hospital's policies; names, numbers, dates and codes are each page's own, so that common
words stand on most pages and a licence number on one.
"""

import random
import re
from pathlib import Path

from meidang.render.pages.page import Page

EXAMPLE = Path(__file__).parents[2]
_SURNAMES = (
    "陈李王张刘杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔"
)
_GIVEN = "文岚启航砚若溪牧芷良予晓静鹭一平然敏栋可安宁远舟青禾亦辰思齐子墨云舒景行怀瑾书瑶知远清和雨桐承泽语嫣修竹望舒"
_TITLES = ("主任医师", "副主任医师", "主治医师", "住院医师", "主管护师", "护师", "护士", "主管药师")
_TECHNIQUES = ("重睑成形术", "隆鼻术", "脂肪抽吸术", "A型肉毒毒素注射", "强脉冲光治疗", "毛发移植术", "瓷贴面修复")
_TEXT = 2_500


def pages(count: int) -> dict[str, Page]:
    """Address -> page: the overview and ``count`` dossiers of people."""
    chosen = random.Random(count)
    sentences = _sentences()
    found = {"index.html": Page("总览", "<h1>总览</h1><p>从这里开始检索。</p>")}
    for number in range(count):
        found[f"staff/S{number:05d}.html"] = _page(chosen, sentences, number)
    return found


def _sentences() -> list[str]:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((EXAMPLE / "archive/policies").glob("*.md")))
    return [one for one in re.split(r"[\n。]", re.sub(r"[|#*`\[\]<>&-]", "", texts)) if 12 < len(one) < 80]


def _page(chosen: random.Random, sentences: list[str], number: int) -> Page:
    surname, given = chosen.choice(_SURNAMES), "".join(chosen.sample(_GIVEN, chosen.choice((1, 2))))
    name, code = surname + given, f"S{number:05d}"
    rows = [
        (
            technique,
            f"示例-{chosen.randrange(10**6):06d}",
            f"20{chosen.randrange(10, 30)}-{chosen.randrange(1, 13):02d}-15",
        )
        for technique in chosen.sample(_TECHNIQUES, 5)
    ]
    body = [
        f"<h1>{name} <small>{code}</small></h1><p>{chosen.choice(_TITLES)}，证照编号 示例-执业-{number:05d}</p>",
        '<h2 id="privileges">授权<a class="headerlink" href="#privileges">#</a></h2><table><tbody>',
        *(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows),
        "</tbody></table>",
    ]
    size, part = 300, 0
    while size < _TEXT:
        if part % 4 == 0:
            body.append(f'<h2 id="part-{part}">培训与考核 {part}<a class="headerlink" href="#part-{part}">#</a></h2>')
        sentence = chosen.choice(sentences)
        body.append(f"<p>{sentence}。{chosen.choice(sentences)}</p>")
        size += 6 * len(sentence)
        part += 1
    return Page(name, "\n".join(body), "人员", 4.0, (code, given), code)
