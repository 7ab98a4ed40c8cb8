"""Jobs -> documents, here or with any executor of ``concurrent.futures``: processes of this machine, a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import islice
from typing import Final

import jinja2
from lxml.etree import XMLSyntaxError

from meidang.render.documents.document import Document, Unfit
from meidang.render.documents.jobs import Job
from meidang.render.documents.problems import Code, problem
from meidang.render.documents.templates import Opened, Template, open_templates

#: Jobs that travel together, about a megabyte of views, and how many such parcels wait at most.
_PARCEL: Final = 64
_AHEAD: Final = 16


def fill(
    jobs: Iterable[Job], files: Mapping[str, bytes], opened: Opened, executor: Executor | None = None
) -> Iterator[Document]:
    """The documents in the order of the jobs. ``files``: the templates by file name, for other processes.

    Raises Unfit where a template cannot be filled with a view.
    """
    if executor is None:
        templates = {template.name: template for template in opened.templates}
        yield from (_made(templates[job.template], job) for job in jobs)
        return
    waiting: deque[Future[list[Document]]] = deque()
    for parcel in _parcels(jobs):
        needed = {job.template: files[job.template] for job in parcel}
        waiting.append(executor.submit(fill_parcel, needed, parcel))
        if len(waiting) > _AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def fill_parcel(files: Mapping[str, bytes], jobs: Sequence[Job]) -> list[Document]:
    """What a worker does: each template is opened once, and kept for the next parcel."""
    return [_made(_template(job.template, files[job.template]), job) for job in jobs]


def _parcels(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    every = iter(jobs)
    while parcel := list(islice(every, _PARCEL)):
        yield parcel


def _template(name: str, content: bytes) -> Template:
    opened = open_templates({name: content})
    if opened.findings:
        raise Unfit(opened.findings)
    return opened.templates[0]


def _made(template: Template, job: Job) -> Document:
    try:
        content = template.fill(job.view, job.properties, job.facts, job.images)
    except (jinja2.TemplateError, XMLSyntaxError, TypeError) as error:
        message = f"用{job.called}填写模板时出错（{type(error).__name__}）"
        raise Unfit([problem(Code.STRUCTURE, job.template, message, "检查模板里的循环和判断")]) from error
    return Document(job.kind, job.id, job.words, content, job.template)
