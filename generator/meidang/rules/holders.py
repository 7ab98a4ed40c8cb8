"""Whose credentials: missing ones, numbers missing or used twice, filings elsewhere (S1-06, S1-14.6, S0-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from meidang.archive import Archive
from meidang.archive.called import called_apart
from meidang.archive.facts import is_employed
from meidang.archive.holdings import (
    Held,
    holdings,
    missing_credentials,
    missing_licences,
)
from meidang.archive.named_types import ATTENDING_FILING, NAMED
from meidang.findings import Severity
from meidang.models.shared import Credential
from meidang.models.staff import Staff
from meidang.models.tables import CredentialType, CredentialTypes
from meidang.models.wording import called
from meidang.rules.credentials import article
from meidang.rules.rule import Problem, rule


@rule("CRD006", Severity.VETO, clause="(八)6", requirements=("S1-06", "S1-14.6", "S0-27", "S0-28"))
def required_credential_missing(archive: Archive, as_of: date) -> Iterator[Problem]:
    """缺少必须持有的证照。

    为什么：无证执业是检查中的否决项。哪些岗位必须持有哪些证照，由证照类型表规定。
    依据：医师法第十三条、护士条例第七条、医疗机构管理条例第十四条
    错误：
    posts: [护士]
    credentials: []
    正确：
    posts: [护士]
    credentials:
      - credential_type: nurse_practice
        number: 示例-护士-0001
        valid_to: 2029-03-11
    """
    institution = archive.institution
    for kind in missing_licences(archive, as_of):
        if institution is None:
            break
        message, fix = f"{institution.label}缺少{kind.name}", f"在机构证照里登记{kind.name}；没有的先去办理"
        yield Problem(institution, ("licences",), message, fix, key=True, clause=article(institution))
    for item in archive.of(Staff):
        if not is_employed(item.record, as_of):
            continue
        for index, kind in missing_credentials(archive, item, as_of):
            message = f"{item.label}任{item.record.posts[index]}，缺少{kind.name}"
            fix = f"在证照与资质里登记{kind.name}；没有的停止该岗位工作"
            yield Problem(item, ("posts", index), message, fix)


@rule("CRD017", Severity.MAJOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def named_type_missing(archive: Archive, _as_of: date) -> Iterator[Problem]:
    """证照类型表里没有规则要用到的证照类型。

    为什么：一般信息、校验、主诊备案的检查按编号查找这些类型；表里没有，检查就不起作用，也不会提示缺证。
    错误：
    credential_types:
      - id: zhiye_xukezheng
        name: 医疗机构执业许可证
        holder: 机构
    正确：
    credential_types:
      - id: practice_licence
        name: 医疗机构执业许可证
        holder: 机构
        required: true
    """
    for table in archive.of(CredentialTypes):
        known_ids = {kind.id for kind in table.record.credential_types}
        for type_id, name in NAMED.items():
            if type_id not in known_ids:
                message = f"证照类型表里没有编号为 {type_id} 的类型（{name}）"
                fix = (
                    f"补上{called(CredentialType, 'id')}为 {type_id} 的一行；"
                    f"已有{name}而编号不同的，把编号改成 {type_id}"
                )
                yield Problem(table, ("credential_types",), message, fix, key=True)


@rule("CRD012", Severity.MINOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def required_credential_without_number(archive: Archive, as_of: date) -> Iterator[Problem]:
    """必须持有的证照没有编号。

    为什么：没有编号，专家无法与原件、注册系统核对。
    错误：
    credential_type: nurse_practice
    valid_to: 2029-03-11
    正确：
    credential_type: nurse_practice
    number: 示例-护士-0001
    valid_to: 2029-03-11
    """
    for held in holdings(archive, as_of):
        if held.must_hold and held.credential.number is None:
            fix = f"按证面填写{called(Credential, 'number')}"
            path = (*held.path, "number")
            yield Problem(held.item, path, f"{held.whose}没有编号", fix, clause=article(held.item))


@rule("CRD014", Severity.VETO, clause="二(二)1", requirements=("S0-27",))
def filed_at_another_institution(archive: Archive, as_of: date) -> Iterator[Problem]:
    """主诊医师备案在别的机构。

    为什么：备案信息不符者须立即暂停执业并整改。备案机构应为本机构全称；离职后原备案失效，到新机构须重新核定备案。
    依据：医疗美容服务管理办法第十一条
    错误：
    filing_discipline: 美容外科
    filing_institution: 某某医疗美容门诊部
    正确：
    filing_discipline: 美容外科
    filing_institution: 澄光医疗美容医院
    """
    if archive.institution is None:
        return
    name = archive.institution.record.name
    filings = [held for held in holdings(archive, as_of) if held.credential.filing_institution]
    here = {_filing(held) for held in filings if held.credential.filing_institution == name}
    for held in filings:
        elsewhere = held.credential.filing_institution
        if elsewhere != name and _filing(held) not in here:
            message = f"{held.whose}写的备案机构是“{elsewhere}”，不是本机构“{name}”"
            fix = "暂停其主诊工作并整改；办妥本机构备案后改写备案机构（写全称）"
            yield Problem(held.item, (*held.path, "filing_institution"), message, fix)


def _filing(held: Held) -> tuple[str, str | None]:
    return held.item.key, held.credential.filing_discipline


@rule("CRD015", Severity.MINOR, clause="(八)6", requirements=("S1-06", "S1-14.6"))
def credential_number_used_twice(archive: Archive, as_of: date) -> Iterator[Problem]:
    """两个人的同类证照编号相同。

    为什么：证照编号是唯一的；相同多半是复制别人的档案后忘了改。
    错误：
    credential_type: nurse_practice
    number: 与别人相同的编号
    正确：
    credential_type: nurse_practice
    number: 本人证面上的编号
    """
    first: dict[tuple[str, str], Held] = {}
    for held in holdings(archive, as_of):
        number = held.credential.number
        if number is None or held.item is archive.institution:
            continue
        other = first.setdefault((held.credential.credential_type, number), held)
        if other.item is not held.item:
            message = f"{held.whose}编号与{called_apart(archive, other.item)}的相同"
            yield Problem(held.item, (*held.path, "number"), message, "对照两人的原件，改正写错的一个")


@rule("CRD016", Severity.MAJOR, clause="二(二)1", requirements=("S0-27",))
def filing_incomplete(archive: Archive, as_of: date) -> Iterator[Problem]:
    """主诊医师备案没有写明备案专业或备案机构。

    为什么：主诊医师只能在备案专业内、在备案机构执业；缺了就无法核查是否超范围。
    依据：医疗美容服务管理办法第十一条
    错误：
    credential_type: aesthetic_attending_filing
    filing_institution: 澄光医疗美容医院
    正确：
    credential_type: aesthetic_attending_filing
    filing_discipline: 美容外科
    filing_institution: 澄光医疗美容医院
    """
    for held in holdings(archive, as_of):
        if held.credential.credential_type != ATTENDING_FILING:
            continue
        given = {"备案专业": held.credential.filing_discipline, "备案机构": held.credential.filing_institution}
        if missing := [label for label, value in given.items() if value is None]:
            words = "和".join(missing)
            yield Problem(held.item, held.path, f"{held.whose}没有写明{words}", f"按备案证明填写{words}")
