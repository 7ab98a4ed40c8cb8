"""Stands in for ``meidang.source.write`` until that lands."""

from io import StringIO

from ruamel.yaml import YAML

DELETE = object()


def edit(text, changes):
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    for path, value in changes.items():
        *way, last = path
        here = data
        for step in way:
            here = here[step]
        if value is DELETE:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
