"""What a new record's file, and its branch on Forgejo, are called; names that cannot be are refused before anything is sent."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from meidang.render import forms
from tools import require_tool

_SCRIPT = """
import { pathToFileURL } from 'node:url';
const asset = (name) => import(pathToFileURL(`${process.argv[1]}/${name}.js`));
globalThis.window = { MEIDANG_FORMS: { ledgers: ['meeting'], ids: { staff: ['N02'], meeting: ['K01-2031-Q3'] } }, addEventListener() {} };
const { newId, wrongId } = await asset('ids');
const { branchOf } = await asset('forgejo');
const { written } = await asset('dates');
const called = { newId: (kind, data) => newId(kind, new Map(Object.entries(data))),
  wrongId: (kind, data, slug) => wrongId(kind, new Map(Object.entries(data)), slug, !slug), branchOf, written };
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(([name, ...given]) => called[name](...given))));
"""


def asked(*calls):
    """What our scripts answer."""
    assets = str(Path(forms.__file__).with_name("assets"))
    command = [require_tool("node"), "--input-type=module", "-e", _SCRIPT, assets, json.dumps(calls)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)


def test_a_ledger_is_called_after_its_department_and_period_and_a_branch_after_its_file():
    assert asked(
        ["newId", "meeting", {"period": "2031-Q3"}],
        ["newId", "meeting", {"department_id": "K01", "period": " 2031-Q3 "}],
        ["newId", "staff", {"__id": " N20 "}],
        ["branchOf", "archive/ledger/meeting/hospital-2031-Q3.yaml"],
        ["branchOf", "archive/policies/infection-control.md"],
    ) == ["hospital-2031-Q3", "K01-2031-Q3", "N20", "forms-ledger-meeting-hospital-2031-Q3", "forms-policies-infection-control"]  # fmt: skip


def test_a_name_that_is_taken_or_is_none_is_refused_and_a_ledger_does_not_change_its_own():
    taken, none, other, own, fine = asked(
        ["wrongId", "staff", {"__id": "n02"}, ""],
        ["wrongId", "staff", {"__id": "白芷"}, ""],
        ["wrongId", "meeting", {"department_id": "K02", "period": "2031-Q3"}, "K01-2031-Q3"],
        ["wrongId", "meeting", {"department_id": "K01", "period": "2031-Q3"}, "K01-2031-Q3"],
        ["wrongId", "staff", {"__id": "N20"}, ""],
    )
    assert taken == "N02 已经有了，请打开它来改"
    assert none.startswith("要以字母开头")
    assert other.startswith("科室和期间决定文件名（K01-2031-Q3）")
    assert (own, fine) == ("", "")


def test_days_are_taken_as_people_write_them():
    days = {
        ("2026.4.30", "date"): "2026-04-30",
        ("2026年4月30日", "date"): "2026-04-30",
        ("２０２６／４／３０", "date"): "2026-04-30",
        ("20260430", "expiry"): "2026-04-30",
        ("长期有效", "expiry"): "长期",
        ("2026-13-01", "date"): "2026-13-01",
        ("昨天", "date"): "昨天",
        ("4月30日", "date"): "4月30日",
        ("1985年3月", "month"): "1985-03",
        ("198503", "month"): "1985-03",
        ("2026-3-2 9:05", "datetime-local"): "2026-03-02T09:05",
        ("2026年3月2日 9：05", "datetime-local"): "2026-03-02T09:05",
        ("202603020905", "datetime-local"): "2026-03-02T09:05",
        ("2026-03-02T10:10", "datetime-local"): "2026-03-02T10:10",
        ("2026-3-12:30", "datetime-local"): "2026-3-12:30",
        (" ", "date"): "",
    }
    assert asked(*(["written", *given] for given in days)) == list(days.values())
