"""Whose site it is: name, mark, colour and logo, safe whatever an institution is called."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from meidang.models.audience import Edition
from meidang.project import Project
from meidang.render.identity import _COLOURS, Identity, identity_files, page_style
from theme.colours import contrast
from theme.kinds_of_pages import ROOT

HOSTILE = '</style><script>alert("x")</script>\\"}\n'
PLAIN = Identity("岚江医院", "岚江", "#0f6b73", Edition.INTERNAL, date(2026, 6, 30), "abc")


@pytest.mark.parametrize("colour", _COLOURS)
def test_white_is_easy_to_read_on_every_colour(colour):
    assert contrast(_COLOURS[colour], "#ffffff") >= 4.5


def test_the_mark_is_the_first_character_on_the_colour():
    drawn = identity_files(PLAIN)["assets/mark.svg"].decode()
    assert ET.fromstring(drawn)[1].text == "岚"
    assert PLAIN.colour in drawn


def test_a_hostile_name_stays_words():
    files = identity_files(replace(PLAIN, name=HOSTILE, short_name=HOSTILE, revision=HOSTILE))
    ET.fromstring(files["assets/mark.svg"])
    style = files["assets/stylesheets/identity.css"].decode()
    assert "<" not in style
    assert style.count("{") == style.count("}") == 1
    assert style.count('"') == 4
    assert re.search(r'[<>"\n]', page_style(HOSTILE)) is None


def test_the_code_is_on_paper_once():
    assert page_style("何砚 D03", "D03") == page_style("何砚 D03")
    assert "D03" in page_style("何砚", "D03")


def test_a_logo_of_the_institutions_own_takes_the_place_of_the_mark(build, tmp_path):
    project = tmp_path / "project"
    for folder in ("archive", "site"):
        shutil.copytree(ROOT / folder, project / folder)
    logo = BytesIO()
    Image.new("RGB", (600, 300), "red").save(logo, "PNG")
    (project / "archive/attachments/institution/徽标.png").write_bytes(logo.getvalue())
    settings = project / "archive/settings.yaml"
    settings.write_text(
        settings.read_text().replace(
            "  short_name: 澄光医美\n", "  short_name: 澄光医美\n  logo:\n    file: attachments/institution/徽标.png\n"
        )
    )
    site = build(Project(project), Edition.PUBLIC)
    with Image.open(site / "assets/logo.png") as shown:
        assert (shown.format, shown.size, shown.getpixel((5, 5))) == ("PNG", (168, 84), (255, 0, 0))
    assert 'src="../assets/logo.png"' in (site / "staff/D03.html").read_text()
    assert not (site / "assets/mark.svg").exists()
