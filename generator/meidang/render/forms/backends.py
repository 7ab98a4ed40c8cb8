"""Where a form saves: a platform with pull requests, or the trial's own server; as Decap CMS wants to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from meidang.models.settings import OnlineForms, Settings


class Unready(Exception):
    """Settings do not say enough for a form to save; the sentence says what to write."""


@dataclass(frozen=True, slots=True)
class Backend:
    """``settings``: the ``backend`` of Decap's configuration. ``hosts``: where the page may send requests besides home.

    ``publish_mode``: whether Decap itself keeps the drafts as branches. ``is_local``: the trial on this machine, which
    saves into the files themselves; it never ships.
    """

    settings: Mapping[str, Any]
    hosts: tuple[str, ...] = ()
    publish_mode: str = "simple"
    is_local: bool = False

    @classmethod
    def local(cls, url: str) -> Backend:
        """The server that ``meidang forms`` starts; ``url`` is where it takes Decap's questions, on 127.0.0.1."""
        hosts = (_host(url),) if urlsplit(url).netloc else ()
        return cls({"name": "proxy", "proxy_url": url}, hosts, is_local=True)


#: What to write, where nothing is written.
EXAMPLE: Final = """\
forms:
  platform: GitLab
  repository: hospital/archive
  app_id: 在平台登记应用后得到的编号"""


def backend_of(settings: Settings) -> Backend:
    """The backend that the institution's settings name. Raises Unready, with all that is missing."""
    forms = settings.forms
    if forms is None:
        raise Unready(f"还不知道表单存到哪里：请在 archive/settings.yaml 里写在线表单，例如\n\n{EXAMPLE}\n")
    if missing := list(_missing(forms)):
        raise Unready(f"archive/settings.yaml 的 forms 还差：{'；'.join(missing)}")
    return _MAKERS[forms.platform](forms)


def _missing(forms: OnlineForms) -> Iterator[str]:
    if forms.platform == "GitHub":
        if not forms.auth_address:
            yield "auth_address（登录服务的地址；GitHub 不让网页直接登录，要有一个替网页换取登录凭证的服务）"
        return
    if not forms.app_id:
        yield f"app_id（在 {forms.platform} 的设置里登记一个应用后得到的编号）"
    if forms.platform == "Forgejo" and not forms.address:
        yield "address（平台的地址，例如 https://git.example.invalid）"


def _github(forms: OnlineForms) -> Backend:
    api = f"{_bare(forms.address)}/api/v3" if forms.address else "https://api.github.com"
    login = _bare(forms.auth_address)
    settings = {"name": "github", **_shared(forms), "api_root": api, "base_url": login, "auth_endpoint": "auth"}
    pictures = () if forms.address else ("https://avatars.githubusercontent.com",)
    return Backend(settings, (_host(api), *pictures), "editorial_workflow")


def _gitlab(forms: OnlineForms) -> Backend:
    home = _bare(forms.address) or "https://gitlab.com"
    login = {"auth_type": "pkce", "app_id": forms.app_id, "base_url": home, "auth_endpoint": "oauth/authorize"}
    settings = {"name": "gitlab", **_shared(forms), "api_root": f"{home}/api/v4", **login}
    return Backend(settings, (_host(home),), "editorial_workflow")


def _forgejo(forms: OnlineForms) -> Backend:
    """Decap's own backend writes to the main branch; ``assets/forgejo.js`` makes a branch and a pull request of it."""
    home = _bare(forms.address)
    settings = {"name": "gitea", **_shared(forms), "api_root": f"{home}/api/v1", "base_url": home}
    return Backend(settings | {"app_id": forms.app_id}, (_host(home),))


_MAKERS: Final = {"GitHub": _github, "GitLab": _gitlab, "Forgejo": _forgejo}


def _shared(forms: OnlineForms) -> dict[str, str]:
    return {"repo": forms.repository, "branch": forms.branch, "cms_label_prefix": "meidang/"}


def _bare(address: str | None) -> str:
    return (address or "").rstrip("/")


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
