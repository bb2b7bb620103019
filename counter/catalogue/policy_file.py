"""One policy file, read into a `Policy`; whatever it names must exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from counter.catalogue.amounts import AmountReader
from counter.catalogue.benefit import Benefit, Gives, Goods, Operand
from counter.catalogue.conditions import ConditionReader
from counter.catalogue.model import Category, Department, Fact
from counter.catalogue.policy import (
    DayKind,
    Exclusion,
    ExclusionMode,
    Law,
    Limits,
    Material,
    Policy,
    Remedy,
    RemedyKind,
    Renewal,
    Requirement,
    Step,
    Way,
)
from counter.catalogue.rules import names_member
from counter.catalogue.standard import Standard
from counter.catalogue.tables import Table, nearest

PLACEHOLDERS = frozenset({"appeal_authority", "court"})
"""What the district fills into a remedy's text."""

_PARTS = (
    "conditions",
    "benefit",
    "materials",
    "procedure",
    "limits",
    "public_notice_days",
    "exclusions",
    "renewal",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a policy may name; None where the list itself could not be read, so that nothing is checked."""

    departments: Mapping[str, Department] | None
    facts: Mapping[str, Fact] | None
    categories: Mapping[str, Category] | None
    standards: Mapping[str, Standard] | None
    materials: Mapping[str, Material] | None
    policies: frozenset[str] | None


def check_name(table: Table, key: str, name: str, known: Iterable[str] | None, missing: str) -> None:
    """Report a name that is not known, with the nearest one that is; `missing` is the sentence for it."""
    if known is not None and name and name not in known:
        table.report(missing, key, name=name, like=nearest(name, known))


def read_policy(table: Table, known: Known) -> Policy:
    conditions = ConditionReader(known.facts, known.categories, known.standards, known.policies)
    code = table.text("code", required=True)
    department = table.text("department", required=True)
    subject = table.raw("subject", required=True)
    if subject not in ("household", "person"):
        table.report("This must be one of: {kinds}.", "subject", kinds="household、person")
    check_name(
        table, "department", department, known.departments, "There is no department {name}; is {like} meant?"
    )
    _check_file(table, code, department)
    grants = table.texts("grants")
    for index, category in enumerate(grants):
        check_name(
            table,
            f"grants[{index}]",
            category,
            known.categories,
            "There is no category {name}; is {like} meant?",
        )
    policy = Policy(
        code=code,
        order=table.whole("order", required=True) or 0,
        judged=table.whole("judged"),
        title=table.text("title", required=True),
        title_en=table.text("title_en", required=True),
        department=department,
        section=table.text("section", required=True),
        kind=table.text("kind", required=True),
        of_person=subject == "person",
        laws=tuple(_law(inner) for inner in table.tables("laws", required=True)),
        target_groups=table.texts("target_groups"),
        conditions_text=table.text("conditions_text", required=True),
        ways=tuple(_way(inner, conditions) for inner in table.tables("ways", required=True)),
        benefit=_benefit(table, conditions),
        requirements=tuple(_requirement(inner, known) for inner in table.tables("materials")),
        procedure=tuple(_step(inner) for inner in table.tables("procedure", required=True)),
        limits=_limits(table),
        public_notice_days=table.whole("public_notice_days"),
        needs_means_test=table.flag("needs_means_test", required=True),
        automatic=table.flag("automatic", required=True),
        automatic_how=table.text("automatic_how"),
        exclusions=tuple(_exclusion(inner, code, known) for inner in table.tables("exclusions")),
        grants=grants,
        renewal=_renewal(table),
        remedy=_remedy(table),
        fast_path=conditions.needs(table, "fast_path") if "fast_path" in table.data else (),
        notes=table.texts("notes"),
        verified=table.flag("verified", required=True),
        field_verified=_verified_parts(table),
        valid_from=table.day("valid_from"),
        valid_to=table.day("valid_to"),
    )
    if policy.valid_from and policy.valid_to and policy.valid_from > policy.valid_to:
        table.report("The last day lies before the first.", "valid_to")
    if policy.of_person and any(way.for_one for way in policy.ways):
        table.report("A policy of a person is always for one; take for_one out.", "ways")
    table.done()
    return policy


def _check_file(table: Table, code: str, department: str) -> None:
    """It lies in `policies/<department>/<policy>.toml`, a later version with its day."""
    folder, _, name = table.file.removeprefix("policies/").removesuffix(".toml").partition("/")
    stem = code.partition(".")[2]
    if not stem or code != f"{department}.{stem}":
        table.report("The code is the department's code, a dot and the policy's own name.", "code")
    elif folder != department or (name != stem and not _is_version(name.removeprefix(f"{stem}-"))):
        table.report("A policy's file lies in its department's folder and bears its name.", "code")


def _is_version(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _law(table: Table) -> Law:
    law = Law(
        title=table.text("title", required=True),
        number=table.text("number"),
        date_text=table.text("date"),
        articles=table.text("articles"),
        verified=table.flag("verified", required=True),
        note=table.text("note"),
    )
    table.done()
    return law


def _way(table: Table, conditions: ConditionReader) -> Way:
    way = Way(
        title=table.text("title", required=True),
        needs=conditions.needs(table, "needs"),
        for_one=table.flag("for_one"),
    )
    if way.for_one and not any(map(names_member, way.needs)):
        table.report("A way for one member has to speak of a person.", "needs")
    table.done()
    return way


def _benefit(policy: Table, conditions: ConditionReader) -> Benefit:
    table = policy.table("benefit", required=True)
    if table is None:
        return Benefit("")
    amounts = AmountReader(conditions)
    amount = amounts.operand(table, "amount", required=True)
    benefit = Benefit(
        text=table.text("text", required=True),
        period=table.text("period"),
        formula_text=table.text("formula_text"),
        amount=amount,
        months=amounts.operand(table, "months"),
        notes=table.texts("notes"),
        verified=table.flag("verified", required=True),
        gives=_gives(table, amount),
    )
    table.done()
    return benefit


def _gives(table: Table, amount: Operand | None) -> Gives:
    """Money, unless the file says otherwise; so many of something are goods."""
    said = table.text("gives")
    if not said:
        return Gives.GOODS if isinstance(amount, Goods) else Gives.MONEY
    if said not in set(Gives):
        table.report("This must be one of: {kinds}.", "gives", kinds="、".join(Gives))
        return Gives.MONEY
    return Gives(said)


def _requirement(table: Table, known: Known) -> Requirement:
    code = table.text("material", required=True)
    check_name(table, "material", code, known.materials, "There is no material {name}; is {like} meant?")
    named = known.materials[code].title if known.materials and code in known.materials else code
    requirement = Requirement(
        material=code,
        title=table.text("title") or named,
        required=table.flag("required", required=True),
        shared_by=table.text("shared_by"),
        note=table.text("note"),
    )
    table.done()
    return requirement


def _step(table: Table) -> Step:
    step = Step(
        actor=table.text("actor", required=True),
        action=table.text("action", required=True),
        working_days=table.whole("working_days"),
        note=table.text("note"),
    )
    table.done()
    return step


def _limits(policy: Table) -> Limits:
    table = policy.table("limits", required=True)
    if table is None:
        return Limits(None)
    more = table.table("more")
    limits = Limits(
        total=table.whole("total"),
        day_kind=table.choice("day_kind", DayKind, DayKind.WORKING),
        moves_over_holidays=table.flag("moves_over_holidays", default=True),
        acceptance=table.whole("acceptance"),
        review=table.whole("review"),
        delegated_total=table.whole("delegated_total"),
        extended_total=table.whole("extended_total"),
        extension_grounds=table.texts("extension_grounds"),
        refusal_notice=3 if (days := table.whole("refusal_notice")) is None else days,
        back_fill=table.whole("back_fill"),
        exclude_publicity=table.flag("exclude_publicity"),
        exclude_verification=table.flag("exclude_verification"),
        more={} if more is None else {key: more.whole(key) or 0 for key in more.data},
        source=table.text("source"),
        verified=table.flag("verified", required=True),
    )
    if limits.extended_total is not None and limits.extended_total < (limits.total or 0):
        table.report("The extended limit is shorter than the limit.", "extended_total")
    if limits.extension_grounds and limits.extended_total is None:
        table.report("Grounds for an extension need an extended limit.", "extension_grounds")
    if limits.suspension_grounds and not limits.source:
        table.report("A ground that stops the limit of the law needs its source.", "source")
    table.done()
    return limits


def _exclusion(table: Table, code: str, known: Known) -> Exclusion:
    other = table.text("policy")
    check_name(table, "policy", other, known.policies, "There is no policy {name}; is {like} meant?")
    if other and other == code:
        table.report("A policy cannot exclude itself.", "policy")
    exclusion = Exclusion(other, table.choice("mode", ExclusionMode), table.text("note"))
    if not other and not exclusion.note:
        table.report("Without a policy, a note has to say what is meant.", "note")
    table.done()
    return exclusion


def _renewal(policy: Table) -> Renewal:
    table = policy.table("renewal", required=True)
    if table is None:
        return Renewal("")
    classes = table.table("classes")
    renewal = Renewal(
        text=table.text("text", required=True),
        months=table.whole("months"),
        classes={} if classes is None else {key: classes.whole(key) or 0 for key in classes.data},
        lasts=table.whole("lasts"),
    )
    table.done()
    return renewal


def _remedy(policy: Table) -> Remedy:
    table = policy.table("remedy", required=True)
    if table is None:
        return Remedy(RemedyKind.ADMINISTRATIVE, "")
    remedy = Remedy(
        kind=table.choice("kind", RemedyKind),
        text=table.text("text", required=True),
        basis=table.text("basis"),
        prior=table.text("prior"),
        hotline=table.text("hotline"),
    )
    try:
        names = {name for _, name, _, _ in Formatter().parse(remedy.text) if name is not None}
    except ValueError:
        names = {"{"}
    if names - PLACEHOLDERS:
        table.report(
            "Only these may stand in braces: {names}.", "text", names="、".join(sorted(PLACEHOLDERS))
        )
    table.done()
    return remedy


def _verified_parts(policy: Table) -> Mapping[str, bool]:
    table = policy.table("field_verified")
    if table is None:
        return {}
    parts = {part: table.flag(part) for part in _PARTS}
    table.done()
    return parts
