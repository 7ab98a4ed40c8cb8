"""What an institution hands to inspectors: what was found and who may do what, without advice meant for the house."""

from __future__ import annotations

from dataclasses import replace

from meidang.findings import Finding, Location, Severity
from meidang.models.audience import Edition


def test_how_to_mend_is_for_the_house_alone(sites):
    told = {edition: "\n".join(page.body for page in sites[edition].pages.values()) for edition in Edition}
    assert "改法：办理延续" in told[Edition.INTERNAL]
    assert "医疗广告审查证明已过期" in told[Edition.INSPECTOR]
    for word in ("改法", "办理延续", "valid&#95;to"):
        assert word not in told[Edition.INSPECTOR], word


def test_who_may_do_a_technique_is_told_with_what_the_checks_say_against_it(archive, make_pages):
    person = archive.items["staff/D01"]
    index, privilege = next((at, one) for at, one in enumerate(person.record.privileges) if one.technique_id)
    place = person.locate(("privileges", index))
    finding = Finding("PRV004", Severity.VETO, "高于职称可开展的级别", place, record=person.key)
    elsewhere = replace(finding, location=Location(place.path, 1, 1), message="别处的问题")
    page = make_pages(findings=[finding, elsewhere])[f"technique/{privilege.technique_id}.html"]
    who = page.partition('id="performers"')[2].partition("<h2")[0]
    assert "高于职称可开展的级别" in who
    assert "别处的问题" not in who
