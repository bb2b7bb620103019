"""What only the district can say of itself: who answers, where, and in whose name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from counter.cases import retention
from counter.cases.casefile import Verb
from counter.cases.promises import MOST, NAMES, SECTION, Promises, days_of, longer_than_the_law, promises_of
from counter.cases.steps import WORDS, unknown_words
from counter.catalogue.model import Liaison, Setting
from counter.errors import Problem, Refused
from counter.services.clocks import recompute
from counter.services.handled import STEPS_RECORDED
from counter.services.office import LIAISON_FIELDS, Act, Office, liaison_key
from counter.store.office_records import DistrictSetting

LENGTH = 500
_CHOICES = {
    "appeal_first": ("是", "否"),
    "delegated_to_townships": ("是", "否"),
    "public_notice_day_kind": ("工作日", "日历日"),
}
"""Settings that rules read, so that another word would silently mean no."""
_OF_CLOCKS = (f"{SECTION}.", "decides.", "delegated_to_townships")
"""Settings on which last days depend: who decides, and what is promised."""


def district_settings(office: Office) -> tuple[Setting, ...]:
    """Every setting in the order of the list, with the office's own words where it has some."""
    return tuple(office.catalogue.district.values())


def choices(office: Office, key: str) -> tuple[tuple[str, str], ...]:
    """The values that a setting can have, each with its word; empty where anything may be typed."""
    if key == "place":
        today = office.today()
        return tuple(
            (code, place.title) for code, place in office.catalogue.places.items() if place.valid_on(today)
        )
    return tuple((value, value) for value in _CHOICES.get(key, ()))


def set_district(office: Office, values: Mapping[str, str], *, confirmed: bool) -> Office:
    """Store what the district says, and give back the office that says so; the rest stays as it was."""
    office.allow(Act.SET_DISTRICT)
    if problems := list(_problems(office, values)):
        raise Refused.because(problems)
    return _keep(office, values, confirmed=confirmed)


def liaisons(office: Office) -> tuple[Liaison, ...]:
    """The responsible people of all departments, in the order of the list; some still without a name."""
    return tuple(office.catalogue.liaisons.values())


def set_liaisons(office: Office, said: Collection[Liaison]) -> Office:
    """Store who is responsible in these departments, and give back the office that says so."""
    office.allow(Act.SET_DISTRICT)
    if strange := sorted({one.department for one in said} - set(office.catalogue.liaisons)):
        raise Refused("There is no department {code}.", field="department", code=strange[0])
    values = {
        liaison_key(one.department, name): str(getattr(one, name)) for one in said for name in LIAISON_FIELDS
    }
    if long := [key for key, value in values.items() if len(value) > LENGTH]:
        raise Refused("This is longer than {n} characters.", field=long[0], n=LENGTH)
    return _keep(office, values, confirmed=True)


def _keep(office: Office, values: Mapping[str, str], *, confirmed: bool) -> Office:
    with office.write() as session:
        for key, value in values.items():
            session.merge(
                DistrictSetting(
                    key=key,
                    value=value.strip(),
                    confirmed=confirmed,
                    changed_at=office.now(),
                    changed_by=office.officer.name,
                )
            )
        session.flush()
        fresh = office.read_again(session)
        detail: dict[str, object] = {"keys": sorted(values), "confirmed": confirmed}
        if any(key.startswith(_OF_CLOCKS) for key in values):
            detail["moved"] = recompute(fresh, session)
        office.record(session, Verb.DISTRICT_SET, detail=detail)
        return fresh


def _problems(office: Office, values: Mapping[str, str]) -> list[Problem]:
    unknown = [key for key in values if key not in office.catalogue.district]
    long = [key for key, value in values.items() if len(value) > LENGTH]
    strange = [
        (key, offered)
        for key, value in values.items()
        if (offered := choices(office, key)) and value.strip() not in ("", *(one for one, _word in offered))
    ]
    no_steps = unknown_words(values.get(STEPS_RECORDED, ""))
    return [
        *(Problem("There is no setting {key}.", key, {"key": key}) for key in unknown),
        *(
            Problem(
                "This is no step: {word}. There are: {words}.",
                STEPS_RECORDED,
                {"word": word, "words": [*WORDS]},
            )
            for word in no_steps
        ),
        *(Problem("This is longer than {n} characters.", key, {"n": LENGTH}) for key in long),
        *(
            Problem("This is one of: {words}.", key, {"words": [word for _one, word in offered]})
            for key, offered in strange
        ),
        *_promise_problems(office, values),
        *_retention_problems(values),
    ]


def _retention_problems(values: Mapping[str, str]) -> Iterator[Problem]:
    """What is no number of years, or fewer than the rule asks for."""
    least = retention.LEAST
    for key, years in ((retention.APPROVAL_YEARS, least.approval), (retention.ROUTINE_YEARS, least.routine)):
        text = values.get(key, "").strip()
        if text and (retention.years_of(text) or 0) < years:
            yield Problem("This is a whole number of years, at least {least}.", key, {"least": years})


def _promise_problems(office: Office, values: Mapping[str, str]) -> Iterator[Problem]:
    """What is no number of days, and what would be longer than the law."""
    said: dict[str, int] = {}
    for name in NAMES:
        key = f"{SECTION}.{name}"
        if not (text := values.get(key, "").strip()):
            continue
        if (days := days_of(text)) is None:
            yield Problem("This is a whole number of working days, at most {most}.", key, {"most": MOST})
        else:
            said[name] = days
    if said:
        meant: Promises = replace(promises_of(office.catalogue.district), **said)
        yield from longer_than_the_law(meant, office.catalogue.policies_on(office.today()))
