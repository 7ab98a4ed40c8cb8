"""The draw: the same everywhere, one of each stratum, fair to every record, little moved by what comes and goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from meidang.archive.tracer import MOST_SEED, Member, draw, populations, rank, traced_cases
from meidang.cli.parser import make_parser
from tracer.made import AS_OF, archive, edited, only, population

POPULATIONS = ("people", "techniques", "cases")
SEEDS = range(2_000)
#: Standard deviations that chance may take a count away from what is expected; 500 counts are looked at.
SIGMAS = 5


def keys(found):
    return [pick.member.key for pick in found.picks]


def strata_of(key, of, name):
    """The strata of a record of an archive; of the example where none is given."""
    return next(one for one in population(name, of).members if one.key == key).strata


def test_a_rank_is_the_sha_256_of_seed_and_key():
    # As ``printf 7:staff/D03 | sha256sum`` says.
    assert rank(7, "staff/D03") == "5343b54145f6fbe4f27e1cb44fc32fc72bc8be5b6f6c8c4ad9238cf0e292660c"


@pytest.mark.parametrize("name", POPULATIONS)
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_records(name):
    of = population(name)
    turned = replace(of, members=of.members[::-1])
    for seed in range(50):
        assert draw(of, seed, of.size) == replace(draw(turned, seed, of.size), population=of)


@pytest.mark.parametrize("name", POPULATIONS)
def test_other_seeds_draw_others(name):
    of = population(name)
    assert len({tuple(keys(draw(of, seed, of.size))) for seed in range(100)}) > 90


@pytest.mark.parametrize("name", POPULATIONS)
def test_there_is_one_of_each_stratum_that_has_any(name):
    of = population(name)
    for seed in range(300):
        found = draw(of, seed, of.size)
        held = frozenset().union(*(pick.member.strata for pick in found.picks))
        there = frozenset().union(*(member.strata for member in of.members))
        assert held == there
        assert len(keys(found)) == len(set(keys(found))) == of.size


@pytest.mark.parametrize("name", POPULATIONS)
def test_whoever_is_drawn_is_told_why(name):
    of = population(name)
    titles = {stratum.title: stratum.id for stratum in of.strata}
    for seed in range(100):
        for pick in draw(of, seed, of.size).picks:
            assert pick.reasons
            for reason in pick.reasons:
                cell = f"{of.spread}轮取：{of.cells[pick.member.cell]}"
                assert reason == cell or titles[reason] in pick.member.strata


def is_near(count, trials, chance):
    """Whether chance alone may have made so many of so many trials."""
    return abs(count - trials * chance) <= SIGMAS * (trials * chance * (1 - chance)) ** 0.5 + 1


@pytest.mark.parametrize("name", POPULATIONS)
def test_each_member_of_a_stratum_is_drawn_for_it_equally_often(name):
    of = population(name)
    counts: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        # Large enough that no stratum waits for room.
        for pick in draw(of, seed, len(of.strata)).picks:
            counts.update((reason, pick.member.key) for reason in pick.reasons)
    for stratum in of.strata:
        members = [member.key for member in of.members if stratum.id in member.strata]
        for key in members:
            assert is_near(counts[stratum.title, key], len(SEEDS), 1 / len(members)), (stratum.title, key)


@pytest.mark.parametrize("name", POPULATIONS)
def test_members_that_differ_in_nothing_are_drawn_equally_often_and_nobody_never(name):
    of = population(name)
    counts = Counter(key for seed in SEEDS for key in keys(draw(of, seed, of.size)))
    alike: dict[tuple[str, frozenset[str]], list[str]] = {}
    for member in of.members:
        alike.setdefault((member.cell, member.strata), []).append(member.key)
    for group in alike.values():
        mean = sum(counts[key] for key in group) / len(group)
        for key in group:
            assert counts[key] > 0
            assert is_near(counts[key], len(SEEDS), mean / len(SEEDS)), (key, group)


def test_the_rest_goes_in_turn_to_the_cells_of_which_fewest_are_drawn():
    of = population("people")
    total = Counter(member.cell for member in of.members)
    for seed in range(200):
        for size in (8, 12, 15):
            found = draw(of, seed, size).picks
            given = Counter(pick.member.cell for pick in found)
            spread = {pick.member.cell for pick in found if pick.reasons[0].startswith("科室轮取")}
            open_cells = [cell for cell in total if given[cell] < total[cell]]
            for cell in spread:
                assert all(given[cell] <= given[other] + 1 for other in open_cells)


def test_a_record_that_comes_changes_little():
    of = population("cases")
    new = Member("case/C26-9999", "D03", frozenset({"surgical"}), ("aesthetic_surgery",))
    more = replace(of, members=(*of.members, new))
    changed = [
        len(set(keys(draw(of, seed, of.size))) ^ set(keys(draw(more, seed, of.size)))) / 2 for seed in range(500)
    ]
    assert sum(change == 0 for change in changed) > 400
    assert max(changed) <= 3


def test_of_too_few_all_are_drawn_and_that_is_said():
    found = draw(population("techniques"), 1, 40)
    assert sorted(keys(found)) == sorted(member.key for member in found.population.members)
    assert found.lacking[-1] == "只有 16 项，不足 40 项，已全部抽取"


def test_what_is_not_there_and_what_has_no_room_is_said():
    people = population("people")
    assert draw(people, 1, 8).lacking == ("没有符合“入职不满 12 个月”的人员",)
    assert any(one.startswith("名额已满，没有抽取“") for one in draw(people, 1, 1).lacking)
    assert len(draw(people, 1, 1).picks) == 1
    assert draw(people, 1, 0) == replace(draw(people, 1, 0), picks=(), lacking=())


@pytest.mark.parametrize("name", POPULATIONS)
def test_an_archive_without_any_has_none_to_draw(name):
    of = population(name, only("institution"))
    assert draw(of, 1, of.size).lacking == (f"没有可抽的{of.title}",)


def test_a_department_has_its_own_whether_they_work_there_mainly_or_also():
    of = population("people").of_department("laboratory")
    assert [member.key for member in of.members] == ["staff/D01", "staff/N02"]
    cases = population("cases").of_department("hair_transplant")
    assert cases.members
    assert all(member.departments == ("hair_transplant",) for member in cases.members)


# --- strata ----------------------------------------------------------------------------------------------------------


def test_people_belong_to_what_an_inspector_asks_for():
    assert strata_of("staff/C01", None, "people") == {"expiring", "other"}
    assert strata_of("staff/A02", None, "people") == {"anaesthetist"}
    assert strata_of("staff/D03", None, "people") == {"high-grade"}
    assert strata_of("staff/N02", None, "people") == {"nurse"}


@pytest.mark.parametrize(
    ("hired_on", "is_new"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2026, 6, 30), True)]
)
def test_whoever_came_within_the_year_is_new(hired_on, is_new):
    assert ("new" in strata_of("staff/M01", edited("staff/M01", hired_on=hired_on), "people")) == is_new


def test_who_has_left_is_not_drawn():
    of = population("people", edited("staff/M01", left_on=AS_OF))
    assert "staff/M01" not in {member.key for member in of.members}


def test_techniques_belong_to_what_makes_them_worth_a_look():
    assert strata_of("technique/T05", None, "techniques") == {"high-grade", "high-risk"}
    assert "new" in strata_of("technique/T13", None, "techniques")
    busiest = {member.key for member in population("techniques").members if "busiest" in member.strata}
    assert busiest == {"technique/T07", "technique/T08", "technique/T11"}
    restricted = edited("technique/T01", restricted_by_law=True)
    assert "restricted" in strata_of("technique/T01", restricted, "techniques")


def test_cases_belong_to_what_was_done_and_what_came_of_it():
    assert strata_of("case/C26-0526", None, "cases") == {"reaction", "traced", "other"}
    assert {"high-risk", "anaesthesia", "surgical"} <= strata_of("case/C26-0391", None, "cases")


def test_cases_before_the_year_and_plans_are_not_drawn():
    later = {one.id: one for one in populations(archive(), date(2027, 3, 1))}["cases"]
    days = [traced_cases(archive(), date(2027, 3, 1))[member.key].done.day for member in later.members]
    assert min(days) > date(2026, 3, 1)
    sooner = {one.id: one for one in populations(archive(), date(2026, 3, 1))}["cases"]
    assert max(traced_cases(archive(), date(2026, 3, 1))[one.key].done.day for one in sooner.members) <= date(
        2026, 3, 1
    )


def test_a_case_number_that_comes_twice_names_two_cases():
    key = "case/aesthetic_dentistry-2026-01"
    case = archive().items[key].record.entries[0]
    of = population("cases", edited(key, entries=(case, case)))
    assert {"case/C26-0043", "case/C26-0043#2"} <= {member.key for member in of.members}


def test_the_command_takes_every_seed_that_the_draw_knows():
    parser = make_parser()
    assert parser.parse_args(["tracer", "--seed", str(MOST_SEED)]).seed == MOST_SEED
    with pytest.raises(SystemExit):
        parser.parse_args(["tracer", "--seed", str(MOST_SEED + 1)])
