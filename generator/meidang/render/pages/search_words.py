"""What search finds first, and by which words that do not stand on a page: name parts, pinyin, initials, aliases.

How high a page stands among what is found follows what people look for: persons, techniques and things before what
must be done with them, that before what records agree on, and the clauses and rules that speak of all of it last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice, product
from typing import Any, Final

from pypinyin import Style, lazy_pinyin, pinyin

from meidang.archive import Item
from meidang.models.staff import Staff
from meidang.models.technique import Technique

#: Weights of pages in search; a page that says none has 1.
SUBJECTS: Final = 4.0
WORK: Final = 3.0
RECORDS: Final = 2.0
CLAUSES: Final = 0.4
ABOUT: Final = 0.1
#: Kinds that people look for by name; others, whose names are made of common words, weigh as any record.
_WEIGHTS: Final[Mapping[str, float]] = {
    "staff": SUBJECTS,
    "technique": SUBJECTS,
    "device": SUBJECTS,
    "drug_item": SUBJECTS,
    "department": SUBJECTS,
    "policies": WORK,
}

#: Cases are at home in their own ledger, however many others name them.
_OF_LEDGERS: Final[Mapping[str, float]] = {"case": 1.2}

#: Surnames of two characters; a longer name after any other surname is split after the first.
_DOUBLE: Final = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|端木|百里|南宫|轩辕|闻人|东郭|独孤|呼延|澹台|"
    "钟离|公羊|公冶|濮阳|淳于|单于|太叔|申屠|仲孙|鲜于|闾丘|亓官|万俟|赫连|拓跋|宗政|第五|西门|纳兰|完颜|爱新觉罗"
)


def _table(text: str) -> Mapping[str, Sequence[str]]:
    """Characters and how they are read: ``乐=le,yue``, divided by blanks."""
    return {han: tuple(read.split(",")) for han, read in (pair.split("=") for pair in text.split())}


#: How surnames are read that are otherwise read differently (syllable by syllable); their other readings count, too.
_AS_SURNAME: Final = _table(
    "仇=qiu 解=xie 曾=zeng 单=shan 查=zha 区=ou 朴=piao 盖=ge 翟=zhai 覃=qin 乐=yue 缪=miao 种=chong 员=yun 洗=xian "
    "召=shao 繁=po 秘=bi 折=she 隗=wei 祭=zhai 尉=wei 牟=mu 柏=bai 薄=bo 车=che 卜=bu 郇=xun 臧=zang 盛=sheng 瞿=qu "
    "万俟=mo,qi 尉迟=yu,chi 长孙=zhang,sun 澹台=tan,tai 单于=chan,yu 令狐=ling,hu 亓官=qi,guan"
)
#: Characters of given names and of medicine that are read in two ways, of which pypinyin knows one in place.
_ALSO_READ: Final = _table(
    "重=chong,zhong 长=chang,zhang 行=xing,hang 血=xue,xie 调=tiao,diao 脉=mai,mo 处=chu 差=cha,chai 乐=le,yue "
    "朝=zhao,chao 盛=sheng,cheng 晟=sheng,cheng 茜=qian,xi 娜=na,nuo 柏=bai,bo 莘=xin,shen 石=shi,dan 曾=zeng,ceng "
    "降=jiang,xiang 创=chuang 薄=bo,bao 切=qie 色=se,shai 熨=yun,yu 吐=tu 卡=ka,qia 吕=lv,lu 律=lv,lu 绿=lv,lu"
)
_NAME: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_DOTS: Final = re.compile("[·•・]")
#: So many readings of a surname and of a name are words: more would find strangers.
_OF_SURNAME: Final = 3
_OF_NAME: Final = 4

_Syllables = tuple[str, ...]


def ledger_weight(name: str) -> float:
    """How high the pages of a ledger stand in search."""
    return _OF_LEDGERS.get(name, 1.0)


def weight(item: Item[Any]) -> float:
    """How high a record's page stands in search."""
    return _WEIGHTS.get(item.kind.name, RECORDS)


def search_words(item: Item[Any]) -> tuple[str, ...]:
    """Without repetition, in a fixed order. The label is one of them: a page's title may say more than it."""
    label = item.label
    names = (label, *getattr(item.record, "aliases", ()))
    words = [*names] if item.kind.single else [item.id, *names]
    if isinstance(item.record, Technique):
        words += filter(None, (*(item.record.icd9cm3 or ()), item.record.project_code))
    if isinstance(item.record, Staff):
        words += _of_person(label)
    else:
        words += chain.from_iterable(map(_of_thing, names))
    return tuple(dict.fromkeys(words))


@cache
def _of_person(name: str) -> tuple[str, ...]:
    """Given name, and every likely pinyin with its initials: 何砚 is 砚, heyan, hy and yan."""
    if not _NAME.fullmatch(name):
        parts = [part for part in _DOTS.split(name) if part]
        return (*parts[: len(parts) if len(parts) > 1 else 0], *_of_thing(name))
    cut = 2 if len(name) > 2 and _DOUBLE.match(name) else 1
    surnames, givens = _of_surname(name[:cut]), list(islice(_readings(name[cut:]), _OF_SURNAME))
    whole = [(*surname, *given) for surname, given in product(surnames, givens)][: 2 * _OF_NAME]
    return (name[cut:], *chain.from_iterable(map(_spelt, whole)), *map("".join, givens))


def _of_surname(surname: str) -> list[_Syllables]:
    """As it is usually read; one that is read differently as a surname in every way, that one first."""
    if surname not in _AS_SURNAME:
        return [tuple(lazy_pinyin(surname, style=Style.NORMAL))]
    every = product(*pinyin(surname, style=Style.NORMAL, heteronym=True))
    return list(dict.fromkeys((tuple(_AS_SURNAME[surname]), *every)))[:_OF_SURNAME]


@cache
def _of_thing(name: str) -> tuple[str, ...]:
    """Pinyin and initials of a name, and of its parts where figures, letters or brackets divide it."""
    runs = _HAN.findall(name)
    whole = ["".join(runs), *runs] if len(runs) > 1 else runs
    readings = chain.from_iterable(islice(_readings(run), _OF_NAME) for run in whole if len(run) > 1)
    return tuple(dict.fromkeys(chain.from_iterable(map(_spelt, readings))))


def _readings(han: str) -> Iterator[_Syllables]:
    """How characters may be read, first as pypinyin reads them together."""
    together = lazy_pinyin(han, style=Style.NORMAL)
    each = [
        dict.fromkeys((read, *_ALSO_READ.get(character, ()))) for character, read in zip(han, together, strict=True)
    ]
    return product(*each)


def _spelt(syllables: _Syllables) -> tuple[str, str]:
    """Whole and initials."""
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)
