"""Plain docxtpl: a template opened, rendered and saved for each record."""

import io
import pickle
import sys
from pathlib import Path

from docxtpl import DocxTemplate


def filler(template):
    """A function that makes a document of a view."""

    def fill(view):
        document = DocxTemplate(template)
        document.render({**view, "short_code": "0000-0000-0000", "stamp": ""}, autoescape=True)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()

    return fill


if __name__ == "__main__":
    views, template, folder = map(Path, sys.argv[1:])
    fill = filler(template)
    for view in pickle.loads(views.read_bytes()):
        (folder / f"{view['id']}.docx").write_bytes(fill(view))
