"""Our compiled template: made once, filled and sealed for each record."""

import pickle
import sys
from datetime import date
from pathlib import Path

from meidang.render.word.compiled import Compiled
from meidang.render.word.package import unpack
from meidang.render.word.properties import Properties
from meidang.render.word.seal import Facts

AS_OF = date(2026, 6, 30)


def facts(view, template):
    """What the seal says."""
    return Facts("staff", view["id"], template.name, "个人技术档案", str(AS_OF), view["revision"], "医院", "0")


def filler(template):
    """A function that makes a document of a view."""
    compiled = Compiled.of(unpack(template.read_bytes()))

    def fill(view):
        properties = Properties("个人技术档案", view["institution_name"], AS_OF, view["revision"])
        return compiled.fill(view, properties, facts(view, template))

    return fill


if __name__ == "__main__":
    views, template, folder = map(Path, sys.argv[1:])
    fill = filler(template)
    for view in pickle.loads(views.read_bytes()):
        (folder / f"{view['id']}.docx").write_bytes(fill(view))
