"""One policy of the list in full, as staff read it: who, what, papers, steps, clocks, remedy, law."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date

from counter.catalogue.figures import figures_of, formula_text
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Limits, Policy, Requirement
from counter.catalogue.rules import AllOf, AnyOf, Need
from counter.catalogue.wording import figure_text, need_text
from counter.text import _, chinese_date, display, ngettext
from forms import look
from forms.catalogue.states import STATES, TONES, state_text, verified_text, verified_tone
from forms.rich import head, heading, line, link, note, small, table, text


def policy_page(policy: Policy, catalogue: Catalogue, on: date) -> str:
    """The whole policy as rich text, its figures as of that day."""
    return "".join(
        (
            *_head(policy, catalogue),
            heading(_("What is given"), _mark(policy, "benefit")),
            *_benefit(policy),
            heading(_("Who can have it"), _mark(policy, "conditions")),
            text(policy.conditions_text),
            *_ways(policy, catalogue, on),
            *_figures(policy, catalogue, on),
            heading(_("Papers to bring"), _mark(policy, "materials")),
            *_papers(policy, catalogue),
            heading(_("Steps"), _mark(policy, "procedure")),
            *_steps(policy),
            heading(_("Limits"), _coloured(policy.limits.verified)),
            *_limits(policy),
            *_exclusions(policy, catalogue),
            *_after(policy),
            heading(_("Remedy")),
            *_remedy(policy),
            heading(_("Law")),
            *_laws(policy),
            *(small(one) for one in policy.notes),
        )
    )


def _coloured(verified: bool) -> str:
    colour = getattr(look.colours(), verified_tone(verified))
    return f"<span style='color:{colour}'>{html.escape(verified_text(verified))}</span>"


def _mark(policy: Policy, part: str) -> str:
    """Beside a heading: whether this part was compared with its source."""
    known = policy.field_verified.get(part)
    return "" if known is None or known else _coloured(known)


def _head(policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    department = catalogue.departments[policy.department]
    yield head(policy.title)
    yield line(
        html.escape(
            " · ".join(
                filter(
                    None,
                    (
                        policy.kind,
                        _("of each person") if policy.of_person else _("of the household"),
                        _("means are checked") if policy.needs_means_test else "",
                    ),
                )
            )
        )
        + f" · {_coloured(policy.verified)}"
    )
    yield text(
        _(
            "Responsible: {department}, {section}",
            department=department.official_title,
            section=policy.section,
        )
    )
    liaison = catalogue.liaisons.get(policy.department)
    named = (
        []
        if liaison is None
        else [
            " ".join(filter(None, pair))
            for pair in ((liaison.name, liaison.phone), (liaison.substitute, liaison.substitute_phone))
            if any(pair)
        ]
    )
    if named:
        yield text(_("Liaison: {who}", who=named))
    else:
        where = link(f"setting:liaisons.{policy.department}", _("not named yet"))
        who = html.escape(_("Liaison:"))
        yield line(f"{who} {where}")
    if policy.automatic or policy.automatic_how:
        yield text(policy.automatic_how or _("Granted without an application."))
    days = [
        _("in force from {day}", day=chinese_date(policy.valid_from)) if policy.valid_from else "",
        _("until {day}", day=chinese_date(policy.valid_to)) if policy.valid_to else "",
        policy.code,
    ]
    yield small(" · ".join(filter(None, days)))


def _benefit(policy: Policy) -> Iterator[str]:
    yield text(policy.benefit.text)
    yield text(policy.benefit.formula_text, colour=look.colours().accent)
    yield from (small(one) for one in policy.benefit.notes)


def _ways(policy: Policy, catalogue: Catalogue, on: date) -> Iterator[str]:
    for number, way in enumerate(policy.ways, start=1):
        if len(policy.ways) > 1 or way.title:
            one = _("of one member")
            for_one = f"（{one}）" if way.for_one else ""
            title = f"{number}. {way.title}{for_one}" if len(policy.ways) > 1 else f"{way.title}{for_one}"
            yield line(f"<b>{html.escape(title)}</b>", above=6)
        for need in way.needs:
            yield from _need(need, catalogue, on, 1)
    if policy.fast_path:
        title = html.escape(_("The short way, in an emergency"))
        yield line(f"<b>{title}</b>", above=6)
        for need in policy.fast_path:
            yield from _need(need, catalogue, on, 1)


def _need(need: Need, catalogue: Catalogue, on: date, depth: int) -> Iterator[str]:
    if isinstance(need, AnyOf | AllOf) and len(need.needs) > 1:
        title = _("any one of these") if isinstance(need, AnyOf) else _("all of these")
        yield text(f"· {title}", indent=depth, colour=look.colours().muted)
        for inner in need.needs:
            yield from _need(inner, catalogue, on, depth + 1)
    else:
        yield text(f"· {need_text(catalogue, need, on=on)}", indent=depth)


def _figures(policy: Policy, catalogue: Catalogue, on: date) -> Iterator[str]:
    keys = figures_of(policy, catalogue)
    if not keys:
        return
    figures = catalogue.figures_on(on)
    versions = {key: catalogue.standards[key].on(on) for key in keys}
    yield heading(_("Figures that decide"))
    rows = []
    for key in sorted(keys, key=lambda one: STATES.index(versions[one].state)):
        standard, version = catalogue.standards[key], versions[key]
        figure = figures.get(key)
        told = figure_text(figure, standard.unit) if figure is not None else _("no figure yet")
        colour = getattr(look.colours(), TONES[version.state])
        behind = formula_text(version.formula, catalogue) if version.formula is not None else ""
        rows.append(
            (
                link(f"standard:{key}", standard.label),
                f"<b>{html.escape(told)}</b>",
                f"<span style='color:{colour}'>{html.escape(state_text(version.state))}</span>",
                html.escape(" · ".join(filter(None, (standard.region, behind)))),
            )
        )
    yield table(rows, widths=(32, 20, 24, 24))


def _papers(policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    if not policy.requirements:
        yield text(_("none"))
        return
    asked = [one for one in policy.requirements if one.asked]
    spared = len(policy.requirements) - len(asked)
    told = [ngettext("{n} paper asked for", "{n} papers asked for", len(asked))]
    if spared:
        told.append(ngettext("{n} spared by data sharing", "{n} spared by data sharing", spared))
    yield small(" · ".join(told))
    yield table(
        [_paper(one, catalogue) for one in sorted(policy.requirements, key=_spared)], widths=(40, 30, 30)
    )


def _spared(requirement: Requirement) -> tuple[bool, bool]:
    return not requirement.asked, not requirement.required


def _paper(one: Requirement, catalogue: Catalogue) -> tuple[str, ...]:
    tokens = look.colours()
    known = catalogue.materials.get(one.material)
    title = html.escape(one.title or (known.title if known else one.material))
    if one.shared_by:
        told = html.escape(_("not asked: {register}", register=one.shared_by))
        how = f"<span style='color:{tokens.good}'>✓ {told}</span>"
        title = f"<span style='color:{tokens.muted}'>{title}</span>"
    else:
        sign, word = ("●", _("asked for")) if one.required else ("○", _("if any"))
        how = html.escape(f"{sign} {word}")
    return title, how, f"<span style='color:{tokens.muted}'>{html.escape(one.note)}</span>"


def _steps(policy: Policy) -> Iterator[str]:
    rows = []
    for number, step in enumerate(policy.procedure, start=1):
        days = ""
        if step.working_days is not None:
            days = ngettext("{n} working day", "{n} working days", step.working_days)
        told = html.escape(step.action)
        if step.note:
            told += f"<br><span style='color:{look.colours().muted}'>{html.escape(step.note)}</span>"
        rows.append((f"{number}. {html.escape(step.actor)}", told, html.escape(days)))
    yield table(rows, widths=(20, 62, 18)) if rows else text(_("none"))


def _limits(policy: Policy) -> Iterator[str]:
    limits = policy.limits
    kind = display(limits.day_kind)

    def days(number: int | None) -> str:
        return "" if number is None else f"{number} {kind}"

    rows = [
        (_("Whole procedure"), days(limits.total) or _("no number of days is set")),
        (_("Acceptance"), days(limits.acceptance)),
        (_("Review"), days(limits.review)),
        (_("Whole procedure where townships decide"), days(limits.delegated_total)),
        (_("When extended, at most"), _with_grounds(days(limits.extended_total), limits.extension_grounds)),
        (_("The clock may stop for"), "、".join(limits.suspension_grounds)),
        (_("Public notice"), days(policy.public_notice_days)),
        (_("Not counted"), "、".join(_not_counted(limits))),
        (_("Papers may follow within"), days(limits.back_fill)),
    ]
    yield table([(html.escape(name), html.escape(told)) for name, told in rows if told], widths=(34, 66))
    if not limits.moves_over_holidays:
        yield note(_("No holiday lengthens it."), look.colours().wait)
    if not limits.verified:
        yield note(
            _("The limit is not checked yet: it reminds, and papers print it as expected."),
            look.colours().wait,
        )
    yield small(limits.source)


def _with_grounds(days: str, grounds: tuple[str, ...]) -> str:
    return f"{days}（{'、'.join(grounds)}）" if days and grounds else days


def _not_counted(limits: Limits) -> Iterator[str]:
    if limits.exclude_publicity:
        yield _("public notice")
    if limits.exclude_verification:
        yield _("verification")


def _exclusions(policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    if not policy.exclusions:
        return
    yield heading(_("How it stands to others"), _mark(policy, "exclusions"))
    rows = []
    for one in policy.exclusions:
        other = link(f"policy:{one.policy}", catalogue.policy(one.policy).title) if one.policy else "—"
        rows.append(
            (
                other,
                html.escape(display(one.mode)),
                f"<span style='color:{look.colours().muted}'>{html.escape(one.note)}</span>",
            )
        )
    yield table(rows, widths=(34, 22, 44))


def _after(policy: Policy) -> Iterator[str]:
    if policy.grants:
        yield heading(_("Status that it confers"))
        yield text("、".join(policy.grants))
    renewal = policy.renewal
    if renewal.text or renewal.months or renewal.classes:
        yield heading(_("Renewal"), _mark(policy, "renewal"))
        yield text(renewal.text)
        months = {"": renewal.months} if renewal.months and not renewal.classes else dict(renewal.classes)
        for name, number in months.items():
            every = ngettext("every {n} month", "every {n} months", number)
            yield text(f"· {name} {every}" if name else f"· {every}", indent=1)
        if renewal.lasts:
            yield text(
                "· " + ngettext("holds for {n} month", "holds for {n} months", renewal.lasts), indent=1
            )


def _remedy(policy: Policy) -> Iterator[str]:
    remedy = policy.remedy
    yield line(f"<b>{html.escape(display(remedy.kind))}</b>")
    yield text(
        remedy.text.replace("{appeal_authority}", _("the authority for review")).replace(
            "{court}", _("the court")
        )
    )
    yield text(remedy.prior)
    yield small(" · ".join(filter(None, (remedy.basis, remedy.hotline))))


def _laws(policy: Policy) -> Iterator[str]:
    for law in policy.laws:
        told = html.escape(" ".join(filter(None, (str(law), law.date_text))))
        yield line(f"{told} {_coloured(law.verified)}")
        yield small(law.note)
