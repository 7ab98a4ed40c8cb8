"""One docxtpl template whose body is a loop over all records."""

import pickle
import re
import sys
from pathlib import Path

from docx import Document
from docxtpl import DocxTemplate

TAG = re.compile(r"\{[{%].*?[%}]\}")


def looped(template, names, path):
    """The template with its body in ``{%p for r in records %}``, every name of the view looked up in ``r``."""
    known = re.compile(rf"(?<![.\w])({'|'.join(sorted(names, key=len, reverse=True))})(?![\w])")
    document = Document(template)
    body = document.element.body
    for text in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        text.text = TAG.sub(lambda tag: known.sub(r"r.\1", tag[0]), text.text or "")
    last = body[-1]
    first = document.add_paragraph("{%p for r in records %}")._p
    body.remove(first)
    body.insert(0, first)
    end = document.add_paragraph("{%p endfor %}")._p
    body.remove(end)
    last.addprevious(end)
    for section in document.sections:
        for edge in (section.header, section.footer):
            for paragraph in edge.paragraphs:
                paragraph.text = ""
    document.core_properties.title = "卷宗"
    document.save(path)


if __name__ == "__main__":
    path, template, folder = map(Path, sys.argv[1:])
    views = [{**view, "short_code": "", "stamp": ""} for view in pickle.loads(path.read_bytes())]
    looped(template, set(views[0]), folder / "template.docx")
    document = DocxTemplate(folder / "template.docx")
    document.render({"records": views}, autoescape=True)
    document.save(folder / "binder.docx")
