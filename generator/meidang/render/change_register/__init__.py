"""A change of the archive as the form 变更登记表 (S1-15): what changed, when, who answers for it, who did it.

``rows`` says it in words, ``word`` draws the document.
"""

from meidang.render.change_register.word import TITLE, change_register

__all__ = ["TITLE", "change_register"]
