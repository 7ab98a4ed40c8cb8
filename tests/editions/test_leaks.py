"""Every edition is built from an archive full of sentinels, and every byte of it is searched for them."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from mkdocs.exceptions import PluginError
from PIL import Image

from editions import planted as sentinels
from meidang import mkdocs_plugin
from meidang.findings import Severity
from meidang.mkdocs_plugin.building import build_site
from meidang.models.audience import Audience, Edition
from meidang.models.base import changed
from meidang.pipeline import check
from meidang.project import Project
from meidang.render.pages import pages as all_pages
from meidang.rules import RULES, run_rules

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
_PICTURE = "attachments/institution/医疗机构执业许可证.jpg"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The example with a licence on whose scan a description says too much, shown to everybody."""
    root = tmp_path_factory.mktemp("planted")
    for name in ("archive", "site"):
        shutil.copytree(ROOT / name, root / name)
    exif = Image.Exif()
    exif[0x010E], exif[0x9C9B] = f"{sentinels.LATIN} {sentinels.HAN}".encode(), sentinels.HAN.encode("utf-16-le")
    picture = Image.effect_noise((120, 90), 40)
    picture.save(root / "archive" / _PICTURE, exif=exif, comment=sentinels.LATIN.encode())
    return Project(root)


@pytest.fixture(scope="module")
def make(project):
    """The example, checked, with sentinels in everything that an edition for an audience hides; and how many."""
    checked = check(project, as_of=AS_OF, today=AS_OF)

    def plant(audience):
        archive, number = sentinels.planted(checked.archive, audience)
        institution = archive.items["institution"]
        shown = tuple(
            changed(one, {"scan": changed(one.scan, {"file": _PICTURE, "shown_in": "公开版"})}) if one.scan else one
            for one in institution.record.licences
        )
        licensed = replace(institution, record=changed(institution.record, {"licences": shown}))
        archive = replace_item(archive, licensed)
        # Why without errors: sentinels break what tables say of fields; an archive with errors is not built at all.
        findings = (one for one in run_rules(archive, RULES.values(), AS_OF) if one.severity is not Severity.ERROR)
        return replace(checked, archive=archive, findings=tuple(findings)), number

    return plant


def replace_item(archive, item):
    """The archive with another record in the place of one."""
    references = tuple(replace(one, item=item) if one.item.key == item.key else one for one in archive.references)
    return type(archive)({**archive.items, item.key: item}, archive.ids, references)


@pytest.mark.parametrize(
    ("edition", "offline"),
    [*((edition, False) for edition in Edition), (Edition.INSPECTOR, True)],
    ids=[*Edition, "inspector-offline"],
)
def test_no_byte_of_an_edition_holds_what_it_hides(edition, offline, project, make, tmp_path):
    checked, number = make(edition.audience)
    assert number > {Edition.INTERNAL: 3, Edition.INSPECTOR: 1_000, Edition.PUBLIC: 3_000}[edition]
    build_site(project, checked, "0123456789", tmp_path / "site", edition, offline=offline)
    assert len(list((tmp_path / "site").rglob("*.html"))) > 50
    assert sentinels.found_below(tmp_path / "site") == {}


def test_an_edition_that_shows_them_holds_the_sentinels(project, make, tmp_path):
    """Else the tests above would find nothing because there is nothing, or because they do not see it."""
    checked, _ = make(Audience.INSPECTOR)
    build_site(project, checked, "", tmp_path / "site", Edition.INTERNAL)
    found = sentinels.found_below(tmp_path / "site")
    folders = {path.partition("/")[0] for path, marks in found.items() if sentinels.HAN in marks}
    assert {"staff", "technique", "policies", "ledger", "search", "settings.html", "duty", "clause"} <= folders
    assert {Path(path).suffix for path in found} >= {".html", ".js"}


def test_without_the_projection_the_gate_stops_the_build_and_nothing_stays(project, make, tmp_path, monkeypatch):
    checked, _ = make(Audience.PUBLIC)
    monkeypatch.setattr(all_pages, "project", lambda archive, _edition, _as_of: archive)
    with pytest.raises(PluginError, match="私密内容"):
        build_site(project, checked, "", tmp_path / "site", Edition.PUBLIC)
    assert not [path for path in (tmp_path / "site").rglob("*") if path.is_file()]


def test_without_projection_and_gate_the_test_itself_finds_them(project, make, tmp_path, monkeypatch):
    checked, _ = make(Audience.INSPECTOR)
    monkeypatch.setattr(all_pages, "project", lambda archive, _edition, _as_of: archive)
    monkeypatch.setattr(mkdocs_plugin, "leaks_in", lambda *_: [])
    build_site(project, checked, "", tmp_path / "site", Edition.INSPECTOR)
    assert len(sentinels.found_below(tmp_path / "site")) > 100


# --- the search that the tests trust ---------------------------------------------------------------------------------


def _jpeg(text):
    exif = Image.Exif()
    exif[0x010E] = text.encode()
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", exif=exif)
    return target.getvalue()


FORMS = {
    "plain": str.encode,
    "entities": lambda text: "".join(f"&#{ord(one)};" for one in text).encode(),
    "entity within an entity": lambda text: html.escape(html.escape(text)).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "address": lambda text: quote(text).encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "backwards": lambda text: text[::-1].encode(),
    "compressed": lambda text: gzip.compress(text.encode()),
    "over tags": lambda text: f"<p>{'<b></b>'.join(text)}</p>".encode(),
    "EXIF": _jpeg,
    "base64": lambda text: base64.b64encode(f"前{text}后".encode()),
    "base64, one on": lambda text: base64.b64encode(f"前x{text}后".encode()),
    "base64, two on": lambda text: base64.b64encode(f"前xy{text}后".encode()),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", sentinels.MARKS)
def test_the_search_knows_the_form(form, mark):
    assert mark in sentinels.found_in("a.bin", FORMS[form](f"前{mark}后"))
    assert sentinels.found_in("a.bin", FORMS[form]("前后其他 2026-06-30 13800000000")) == set()
