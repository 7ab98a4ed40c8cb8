"""Text as search compares it: one form for full and half width, capitals, and punctuation typed or left out.

``assets/javascripts/search-index.js`` folds what people type in the same steps; a test holds the two to each other.
Why the characters are listed rather than asked for by category: Python and a browser know different years of Unicode.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Where a sentence or a cell ends, nobody's word goes on.
_BREAKS: Final = "\n\v\f\r!?;\x85\u037e\u2028\u2029。！？；｡"
#: What people write in a code or a name, or leave out: blanks, punctuation, signs, marks of layout.
_DROPPED: Final = (
    r"""\x00-\x09\x0e-\x20"#$%&'()*+,\-./:<=>@\[\\\]^_`{|}~\x7f-\x84\x86-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"""
    r"\u1680\u180e\u2000-\u2027\u202a-\u206f\u2190-\u23ff\u2500-\u27bf\u3000-\u3001\u3003\u3004\u3008-\u3020\u3030"
    r"\u303d-\u303f\u30fb\ufe00-\ufe19\ufe30-\ufe6b\ufeff\uff02-\uff0f\uff1a\uff1c-\uff1e\uff20\uff3b-\uff40"
    r"\uff5b-\uff60\uff62-\uff65\uffe0-\uffe6\ufff9-\ufffd\U000e0100-\U000e01ef"
)
_BREAK: Final = re.compile(f"[{_BREAKS}]+")
_KEPT: Final = re.compile(f"[^{_DROPPED}]+")
_BETWEEN: Final = re.compile(f"[ \t\xa0\u3000{_BREAKS}]+")

#: So much of a question is looked for; the rest is not.
MOST_WORDS: Final = 8
LONGEST_WORD: Final = 64


def fold(text: str) -> str:
    """The runs of a text, with a line end between them: （八）6 is 八6, ``C26-0118`` is c260118."""
    text = _drop(text)
    folded = unicodedata.normalize("NFKC", text)
    if folded != text:
        folded = _drop(folded)
    return folded.lower()


def _drop(text: str) -> str:
    return "".join(_KEPT.findall(_BREAK.sub("\n", text)))


def query_words(question: str) -> tuple[str, ...]:
    """The words of a question, folded; a page must hold all of them. Blanks and ends of sentences divide them."""
    words = (fold(word).replace("\n", "")[:LONGEST_WORD] for word in _BETWEEN.split(question))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]
