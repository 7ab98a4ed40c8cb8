"""How a sentence names a field: by the label that forms, pages and documents show, and by the key that the file holds.

``「有效期至」（valid_to）`` serves both who fills in a form and who edits the YAML. A yes or no is said the same way:
``“是”（true）``. What is shown to people who see no file leaves the keys out (``without_keys``). Where the key
itself is to be typed, as in a condition, it comes first and stays: ``kind（类别）``.
"""

from __future__ import annotations

import re

from meidang.models.base import Model, describe

#: A key, or ``true`` and ``false``, in brackets behind the word that people know it by.
_KEY = re.compile(r"(?<=[」”])（[a-z][a-z0-9_.]*）", re.ASCII)


def called(model: type[Model], *names: str) -> str:
    """Fields with their keys, for what is to be written: ``「库位」（storage_bin）、「双人双锁」（double_lock）``."""
    fields = describe(model)
    return "、".join(f"「{fields[name].label}」（{name}）" for name in names)


def labels(model: type[Model], *names: str) -> str:
    """Fields by their labels alone, for what is wrong: ``库位、双人双锁``."""
    fields = describe(model)
    return "、".join(fields[name].label for name in names)


def without_keys(text: str) -> str:
    """The same sentence for readers of forms, pages and documents."""
    return _KEY.sub("", text)
