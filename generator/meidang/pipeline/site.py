"""Records and findings -> the site of an edition in memory: the one place where everything that it is made of meets."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from meidang.load import is_record_path
from meidang.models.audience import Edition
from meidang.pipeline import Checked
from meidang.pipeline.explanations import explanations
from meidang.pipeline.images import read_scan
from meidang.pipeline.published import read_published
from meidang.project import Project
from meidang.readiness import judge
from meidang.render.attachments import Undecodable
from meidang.render.forms import Backend, form_files
from meidang.render.identity import Identity, identity_of
from meidang.render.pages.pages import Site, render_site
from meidang.source.history import History, read_history


def site_of(project: Project, checked: Checked, revision: str, edition: Edition, forms: Backend | None = None) -> Site:
    """The pages and files of an edition, whatever frames them. Reads the pictures that it shows, and Git's history.

    ``forms``: where the edit forms beside the pages save; without it there are none.
    """
    is_public = edition is Edition.PUBLIC
    site = render_site(
        checked.archive,
        checked.findings,
        edition=edition,
        as_of=checked.as_of,
        revision=revision,
        explanations=explanations(),
        judgements=() if is_public else judge(checked.archive, checked.findings, checked.as_of),
        pictures=read_published(project, checked.archive, edition),
        history=None if is_public else _history(project),
        is_past=project.then is not None,
        has_forms=forms is not None,
        saves_at_once=forms is not None and forms.is_local,
    )
    return replace(site, files={**site.files, **form_files(checked.archive, forms)}) if forms else site


def _history(project: Project) -> History:
    """Of a past version up to its own commit, so that it tells nothing of what came later."""
    if project.then:
        return read_history(project.then.repository, is_record_path, commit=project.then.commit)
    return read_history(project.root, is_record_path)


def read_identity(project: Project, checked: Checked, edition: Edition, revision: str) -> Identity:
    """Whose site it is; a logo that cannot be read is left out, a finding tells of it."""
    logo, picture = checked.archive.settings.site.logo, b""
    if logo:
        with suppress(Undecodable, OSError):
            picture = b"".join(page.content for page in read_scan(project, logo.file)[:1])
    is_past = project.then is not None
    return identity_of(checked.archive, edition, checked.as_of, revision, picture, is_past=is_past)
