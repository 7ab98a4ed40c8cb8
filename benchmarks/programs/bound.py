"""Our binder: one template adopted, filled for each record under a header of its own, sealed as a whole."""

import pickle
import sys
from pathlib import Path
from types import SimpleNamespace

from filled import AS_OF, facts

from meidang.render.drawing.package import docx
from meidang.render.drawing.word import UPRIGHT, paragraph
from meidang.render.word.compiled import SEALED
from meidang.render.word.join import Edges, Joiner
from meidang.render.word.package import unpack
from meidang.render.word.properties import Properties

if __name__ == "__main__":
    path, template, folder = map(Path, sys.argv[1:])
    views = pickle.loads(path.read_bytes())
    fillable = SimpleNamespace(name=template.name, parts=unpack(template.read_bytes()))
    joiner = Joiner(unpack(docx("", UPRIGHT, "卷宗")))
    foot = paragraph("第 1 页", style="Footer")
    for view in views:
        edges = Edges.same(paragraph(view["label"], style="Header"), foot)
        joiner.fill(fillable, {**view, **SEALED}, edges, before=paragraph(view["label"], style="Note"))
    whole = joiner.finish(Properties("卷宗", "医院", AS_OF, "0123456789"), facts(views[0], template))
    (folder / "binder.docx").write_bytes(whole)
