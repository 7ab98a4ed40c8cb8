"""The form says what the declarations say: every kind and field, its label, hint, choices and pattern; no record's value."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

from meidang.kinds import KINDS
from meidang.models import codes, scalars
from meidang.models.attachment import Attachment
from meidang.models.audience import Edition
from meidang.models.base import adapter, describe
from meidang.models.scalar import Scalar
from meidang.models.settings import Settings
from meidang.models.wording import without_keys
from meidang.pipeline import check, read_archive
from meidang.pipeline.leak_gate import leaks_in
from meidang.project import Project
from meidang.render import forms as forms_room
from meidang.render.forms import Backend, Unready, backend_of, configuration, form_files, forms, is_shipped

_ROOT = Path(__file__).parents[2]
_LOCAL = Backend.local("/api/v1")
_HTTPS = {
    "GitHub": {"auth_address": "https://login.example.invalid"},
    "GitLab": {"app_id": "abc123"},
    "Forgejo": {"app_id": "abc123", "address": "https://git.example.invalid/code/"},
}


@pytest.fixture(scope="module")
def archive():
    return read_archive(Project(_ROOT)).archive


def _settings(platform, **more):
    forms = {"platform": platform, "repository": "hospital/archive", **_HTTPS[platform], **more}
    return adapter(Settings).validate_python({"forms": {key: value for key, value in forms.items() if value}})


def _fields_of(kind):
    collections = {one["name"]: one for one in configuration(_LOCAL)["collections"]}
    if kind.single:
        return next(one for one in collections["tables"]["files"] if one["name"] == kind.name)["fields"]
    return [one for one in collections[kind.name]["fields"] if one["name"] != "__id"]


def _pairs(model, fields):
    """Every declared field with its field of the form, groups inside too."""
    declared = describe(model)
    assert [field["name"] for field in fields] == list(declared)
    for one, field in zip(declared.values(), fields, strict=True):
        yield one, field
        if "fields" in field:
            yield from _pairs(one.model, field["fields"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_of_every_kind_is_there_in_its_order_with_its_label(kind):
    for declared, field in _pairs(kind.model, _fields_of(kind)):
        assert field["label"] == declared.label
        assert field["required"] is declared.required
        if not declared.ref and declared.leaf is not scalars.MARKDOWN:
            assert without_keys(declared.hint) in field.get("hint", "")


def test_hints_speak_of_names_and_choices_and_of_no_file_id_or_key():
    hints = {}
    for kind in KINDS.values():
        for declared, field in _pairs(kind.model, _fields_of(kind)):
            hints[kind.name, field["name"]] = said = field.get("hint", "")
            assert "true" not in said
            assert not (declared.ref and re.search(r"[a-z]{3}", said)), said
    assert hints["staff", "supervised_by"] == "不能独立实施时填写"
    assert hints["standard", "only"] == "规则和字段只看这些：种类、一份档案、一个科室和它的人"
    assert hints["standard", "ledgers"] == "有记录"
    assert hints["binder", "printed"] == "写“否”则卷宗不附扫描件"
    assert "---" not in hints["policies", "body"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_type_has_its_widget(kind):
    for declared, field in _pairs(kind.model, _fields_of(kind)):
        if declared.model:
            expected = "md-file" if declared.model is Attachment else "list" if declared.many else "object"
        elif isinstance(declared.leaf, tuple):
            expected = "select"
            assert field["options"] == list(declared.leaf)
            assert field["multiple"] is declared.many
        elif declared.leaf is scalars.BOOL:
            expected = "select"
            assert [one["value"] for one in field["options"]] == ["true", "false"]
        elif declared.ref:
            expected = "md-ref"
            assert (field["kind"], field["many"]) == (declared.ref, declared.many)
        elif declared.many:
            expected = "md-lines"
        elif declared.leaf in (scalars.DATE, scalars.EXPIRY, scalars.MOMENT, scalars.BIRTH_MONTH):
            expected = "md-date"
        else:
            expected = "text" if declared.leaf.many_lines else "string"
        assert (declared.name, field["widget"]) == (declared.name, expected)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_patterns_are_the_models_own(kind):
    for declared, field in _pairs(kind.model, _fields_of(kind)):
        leaf = declared.leaf
        if not isinstance(leaf, Scalar) or leaf in (scalars.BOOL, codes.NUMBER_CODE):
            continue
        pattern, sentence = field.get("form") or field["pattern"]
        # Of a day our widget says whether there is none of that date; Decap would say the same a second time.
        assert ("form" in field) == (declared.many or field["widget"] == "md-date")
        said = [leaf.json, *leaf.json.get("anyOf", [])]
        assert pattern in [one.get("pattern") for one in said]
        assert sentence == leaf.expected


def test_a_case_number_may_not_be_a_person_s_own_number():
    fields = {one.name: field for one, field in _pairs(KINDS["case"].model, _fields_of(KINDS["case"]))}
    pattern = re.compile(fields["case_no"]["pattern"][0])
    assert pattern.search("C26-0339")
    assert not pattern.search("13800000000")
    assert not pattern.search("王小明")


def test_items_of_lists_say_what_they_are():
    credentials = next(field for field in _fields_of(KINDS["staff"]) if field["name"] == "credentials")
    assert credentials["told"] == ["credential_type", "number", "authority", "valid_to"]
    assert credentials["collapsed"] is True


def test_single_files_stand_together_and_others_in_their_folders():
    collections = configuration(_LOCAL)["collections"]
    assert [one["name"] for one in collections][-1] == "tables"
    files = {one["name"]: one["file"] for one in collections[-1]["files"]}
    assert files == {kind.name: kind.path("") for kind in KINDS.values() if kind.single}
    folders = {one["name"]: (one["folder"], one["extension"]) for one in collections[:-1]}
    assert folders == {kind.name: (kind.folder, kind.suffix[1:]) for kind in KINDS.values() if not kind.single}
    assert not any(one["delete"] for one in collections)


def test_nothing_is_merged_from_the_form():
    assert not any(one["publish"] for one in configuration(_LOCAL)["collections"])


def test_references_pick_from_what_there_is(archive):
    picks = forms(archive, _LOCAL)["picks"]
    assert ["N03", "丁一"] in picks["staff"]
    assert ["nurse_practice", "护士执业证书"] in picks["credential_types"]
    assert len(picks["projects"]) == len(archive.projects)
    assert ["staff", "人员"] in picks["part"]


def test_types_of_credentials_stand_as_in_the_table_and_whose_they_are_is_told(archive):
    told = forms(archive, _LOCAL)
    types = archive.credential_types
    assert [one for one, _ in told["picks"]["credential_types"]] == list(types)
    assert [types[one].holder for one in told["own"]["staff"]] == ["个人"] * len(told["own"]["staff"])
    assert "nurse_practice" in told["own"]["staff"]
    assert "practice_licence" in told["own"]["institution"]


# --- what may not stand there ----------------------------------------------------------------------------------------


def test_no_private_value_is_in_the_generated_files():
    project = Project(_ROOT)
    checked = check(project, as_of=date(2026, 6, 30), today=date(2026, 6, 30))
    made = form_files(checked.archive, _LOCAL)
    own = {path: content for path, content in made.items() if not is_shipped(path, content)}
    assert set(own) == {"forms/index.html", "forms/config.js"}
    for edition in Edition:
        if edition is Edition.INTERNAL:
            assert leaks_in(own.items(), project, checked, edition) == []


def test_values_of_records_are_not_in_the_generated_files(archive):
    script = form_files(archive, _LOCAL)["forms/config.js"].decode()
    nurse = archive.items["staff/N03"].record
    for value in (nurse.credentials[0].number, nurse.titles[0].document_no, nurse.training[0].content, nurse.note):
        assert value not in script


def test_a_trial_is_told_apart_and_never_ships(archive):
    page = form_files(archive, _LOCAL)["forms/index.html"].decode()
    assert "trial.js" in page
    for platform in _HTTPS:
        backend = backend_of(_settings(platform))
        made = form_files(archive, backend)
        assert b"trial.js" not in made["forms/index.html"]
        assert b"local_backend" not in made["forms/config.js"]
        assert b'"proxy' not in made["forms/config.js"]
        assert b'"local":false' in made["forms/config.js"]


def test_the_script_ends_no_tag_and_is_json(archive):
    script = form_files(archive, _LOCAL)["forms/config.js"].decode()
    text = script.removeprefix("window.MEIDANG_FORMS = ").removesuffix(";\n")
    assert "<" not in text
    assert json.loads(text)["config"]["locale"] == "zh_Hans"


# --- where it saves --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "name", "hosts", "mode"),
    [
        ("GitHub", "github", ("https://api.github.com", "https://avatars.githubusercontent.com"), "editorial_workflow"),
        ("GitLab", "gitlab", ("https://gitlab.com",), "editorial_workflow"),
        ("Forgejo", "gitea", ("https://git.example.invalid",), "simple"),
    ],
)
def test_platforms_are_told_as_decap_wants_it(archive, platform, name, hosts, mode):
    backend = backend_of(_settings(platform))
    assert backend.settings["name"] == name
    assert backend.settings["repo"] == "hospital/archive"
    assert backend.settings["branch"] == "main"
    assert (backend.hosts, backend.publish_mode) == (hosts, mode)
    page = form_files(archive, backend)["forms/index.html"].decode()
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)[1]
    asked = re.findall(r"https?://[^ ;&]+", policy)
    assert set(asked) == set(hosts)


def test_a_platform_of_ones_own_is_asked_below_its_path():
    settings = backend_of(_settings("Forgejo")).settings
    assert settings["api_root"] == "https://git.example.invalid/code/api/v1"
    assert settings["base_url"] == "https://git.example.invalid/code"
    hosted = backend_of(_settings("GitLab", address="https://git.example.invalid")).settings
    assert hosted["api_root"] == "https://git.example.invalid/api/v4"


@pytest.mark.parametrize(
    ("platform", "without", "said"),
    [("GitHub", "auth_address", "auth_address"), ("GitLab", "app_id", "app_id"), ("Forgejo", "address", "address")],
)
def test_what_is_missing_is_said(platform, without, said):
    with pytest.raises(Unready, match=f"还差.*{said}"):
        backend_of(_settings(platform, **{without: None}))


def test_without_settings_an_example_is_shown():
    with pytest.raises(Unready, match=r"(?s)archive/settings.yaml.*forms:\n  platform: "):
        backend_of(adapter(Settings).validate_python({}))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a.b/; script-src *", "https://a.b 'unsafe-inline'", "//a.b", 'https://a"b'],
)
def test_an_address_can_say_nothing_else_to_the_page(address):
    assert not re.fullmatch(codes.WEB_ADDRESS.json["pattern"], address)


def test_what_is_vendored_is_what_its_makers_ship():
    assets = Path(forms_room.__file__).with_name("assets")
    assert hashlib.sha256((assets / "decap-cms.js").read_bytes()).hexdigest() == (
        "7c1efd6b616b4786e279aeef194dd21649a72058d3bc8d1f78901b574610dfb8"
    )
    digest = hashlib.sha256()
    for path in sorted((assets / "yaml").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(assets).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    assert digest.hexdigest() == "435c962a128d4def3297b94ac003a97f12faac7e62d129e76b307eaf6e69fc9d"
    assert not list(assets.rglob("*.map"))


def test_where_the_upkeep_of_a_record_is_filled_in_is_said_when_to():
    hints = {one["name"]: one.get("hint", "") for one in _fields_of(KINDS["staff"])}
    assert hints["updated_on"] == "内容有变化（不只是改错字）时改成当天"
    assert "按“更新日期”旁边的按钮，两处一起填" in hints["revisions"]
