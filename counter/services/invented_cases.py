"""The cases of an invented office: accepted, sent, worked on, decided, filed, each with its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from counter.cases.application import Person
from counter.cases.casefile import Due, Verb
from counter.cases.deadlines import due_of
from counter.cases.invented_fate import Fate, fate
from counter.cases.split import PlannedReferral, is_delegated
from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.catalogue.policy import Limits
from counter.services import people
from counter.services.invented_benefits import Benefits, Grant
from counter.services.invented_homes import AFTERNOON, MORNING, NOON, Home, instant, reading
from counter.services.invented_rows import Rows
from counter.services.office import Office
from counter.store import life_records, numbers, records

ARCHIVED_AFTER = 30
"""Days after which an invented case lies in the archive."""
RETURNED_BECAUSE = {
    ReturnReason.NOT_OURS: "该事项不属本部门职责。",
    ReturnReason.PAPERS_MISSING: "缺近三个月费用结算单。",
    ReturnReason.OUTSIDE_DISTRICT: "户籍不在本区。",
    ReturnReason.DUPLICATE: "本年度已申请过同一事项。",
}
UNSENT = Fate(ReferralState.DRAFT)
CLERKS = ("林晓", "黄慧", "陈建成", "吴丽华", "郑国荣")


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A case of which referrals are written."""

    id: int
    number: str
    home: Home
    day: date


class Cases:
    """Makes cases of households; `serials` holds the counters of their numbers."""

    def __init__(self, office: Office, rows: Rows, random: Random, households: int) -> None:
        self.office = office
        self.today = office.today()
        self.rows = rows
        self.random = random
        self.serials: dict[str, int] = {}
        self._day = date.min
        self._dues: dict[object, Due] = {}
        self.benefits = Benefits(office, rows, random, households)

    def make(self, at: int, home: Home, day: date) -> None:
        random, today, family = self.random, self.today, home.family
        number = self._number(home.place, day)
        clerk = random.choice(CLERKS)
        fates = [
            fate(random, day, self._due(one, day, UNSENT).due, today, self._working) for one in family.planned
        ]
        ended = all(one.state in (ReferralState.DECIDED, ReferralState.WITHDRAWN) for one in fates)
        last = max((one.decided_on or one.sent_on or day for one in fates), default=day)
        closed = self._working(last + timedelta(days=random.randint(1, 8))) if ended else None
        closed = closed if closed is not None and closed <= today else None
        archived = closed if closed and (today - closed).days > ARCHIVED_AFTER else None
        case_id = self.rows.add(
            records.Case,
            version=1,
            number=number,
            draft_id=None,
            # Each once, and in no order: the factor has no part in common with the number of codes.
            query_code=f"{at * 48_271 % 10**numbers.QUERY_CODE_DIGITS:0{numbers.QUERY_CODE_DIGITS}d}",
            state=CaseState.ARCHIVED if archived else CaseState.CLOSED if closed else CaseState.ACCEPTED,
            township=home.place,
            household_id=home.id,
            applicant_id=home.people[0],
            accepted_on=day,
            registered_at=instant(day, MORNING),
            closed_at=instant(closed, AFTERNOON) if closed else None,
            urgent=family.application.urgent,
            officer_id=0,
            officer=clerk,
            owner_id=0,
            owner=clerk,
            application=self._application(home, day),
            catalogue_digest=self.office.catalogue.digest,
            papers_due=None,
            ended_because="",
            clause="",
            proper_office="",
            merged_into="",
            archived_on=archived,
        )
        for place, (key, member) in enumerate(zip(home.people, home.members, strict=True)):
            self.rows.add(
                records.Applicant,
                case_id=case_id,
                position=place,
                person_id=key,
                relation=member.relation,
            )
        for paper in family.papers:
            self.rows.add(records.Paper, case_id=case_id, referral_id=None, due=None, **paper)
        names = [f"{number}-{one.position:02}" for one in family.planned]
        policies = [one.policy for one in family.planned]
        said = {"referrals": names, "policies": policies, "because": {}, "left_out": [], "dropped": {}}
        self.rows.event(instant(day, MORNING), Verb.ACCEPTED, clerk, case=number, detail=said)
        if sent := [name for name, one in zip(names, fates, strict=True) if one.sent_on]:
            self.rows.event(instant(day, NOON), Verb.SENT, clerk, case=number, detail={"referrals": sent})
        for place, one in enumerate(fates):
            self._referral(_Accepted(case_id, number, home, day), place, one)
        if closed:
            self.rows.event(instant(closed, AFTERNOON), Verb.CLOSED, clerk, case=number, detail={})

    def _number(self, place: str, day: date) -> str:
        counter = numbers.case_counter(place, f"{day:%Y%m%d}")
        self.serials[counter] = serial = self.serials.get(counter, 0) + 1
        body = f"{place}-{day:%Y%m%d}-{serial:04d}"
        return f"{body}-{numbers.check_character(body)}"

    def _application(self, home: Home, day: date) -> dict[str, object]:
        written = home.family.written
        said = written["people"]
        assert isinstance(said, list)
        return {
            **written,
            "on": day.isoformat(),
            "place": home.place,
            "household": {**_object(written.get("household", {})), "address": home.address},
            "people": [
                {**one, **_who(person), "birth_date": str(person.birth_date)}
                for one, person in zip(said, home.members, strict=True)
            ],
        }

    def _referral(self, case: _Accepted, place: int, life: Fate) -> None:
        home, day = case.home, case.day
        planned = home.family.planned[place]
        number = f"{case.number}-{planned.position:02}"
        applicant = home.members[0]
        due = self._due(planned, day, life)
        liaison = self.random.choice(CLERKS)
        last = life.decided_on or life.signed_on or life.sent_on or day
        sent_at = instant(life.sent_on, NOON) if life.sent_on else None
        signed_at = instant(life.signed_on, NOON) if life.signed_on else None
        referral_id = self.rows.add(
            records.Referral,
            version=1,
            number=number,
            case_id=case.id,
            case_number=case.number,
            position=planned.position,
            township=home.place,
            department=planned.department,
            policy=planned.policy,
            title=planned.title,
            is_lead=planned.is_lead,
            subject=planned.subject,
            verdict=planned.verdict.value,
            because="",
            asks=planned.asks.value,
            question=planned.question,
            waits_for=list(planned.waits_for),
            snapshot=self._snapshot(home, day, place),
            household_id=home.id,
            applicant=applicant.name,
            applicant_initials=reading(applicant.name)[0],
            id_tail=applicant.id_number[-people.TAIL :],
            phone_tail=applicant.phone[-people.TAIL :],
            urgent=home.family.application.urgent,
            state=life.state,
            accepted_on=day,
            due=due.due,
            due_sign=due.due_sign,
            due_feedback=due.due_feedback,
            due_notice=due.due_notice,
            provisional=due.provisional,
            feedback_provisional=due.feedback_provisional,
            verified=due.verified,
            liaison=liaison,
            travels="system",
            sent_at=sent_at,
            opened_at=signed_at,
            signed_at=signed_at,
            signed_by=liaison if signed_at else "",
            return_reason=life.returned,
            returned_because=RETURNED_BECAUSE[life.returned] if life.returned else "",
            ended_because="申请人不再需要。" if life.state is ReferralState.WITHDRAWN else "",
            decided_at=instant(life.decided_on, AFTERNOON) if life.decided_on else None,
            changed_at=instant(last, AFTERNOON),
            changed_by=liaison,
        )
        for wait in life.intervals:
            self.rows.add(
                records.Interval,
                referral_id=referral_id,
                kind=wait.kind,
                started=wait.started,
                ended=wait.ended,
                reason=wait.reason,
                ground=wait.ground,
                waits_for=wait.waits_for,
                evidence="",
            )
        self._tell(case.number, number, planned, liaison, life)
        if life.returned is not None:
            self.rows.add(
                life_records.Return,
                referral_id=referral_id,
                township=home.place,
                department=planned.department,
                policy=planned.policy,
                reason=life.returned,
                text=RETURNED_BECAUSE[life.returned],
                returned_on=life.signed_on or day,
                returned_by=liaison,
            )
        if life.decided_on and life.outcome:
            self._decide(case, referral_id, place, life, liaison)

    def _snapshot(self, home: Home, day: date, place: int) -> dict[str, object]:
        known = home.family.snapshots[place]
        seen = known["people"]
        assert isinstance(seen, list)
        return {
            **known,
            "on": day.isoformat(),
            "address": home.address,
            "people": [{**one, **_who(home.members[one["index"]])} for one in seen],
        }

    def _tell(self, case: str, number: str, planned: PlannedReferral, who: str, life: Fate) -> None:
        about = {"policy": planned.policy, "department": planned.department}
        if life.signed_on:
            self.rows.event(
                instant(life.signed_on, NOON), Verb.SIGNED, who, case=case, referral=number, detail=about
            )
        for wait in life.intervals:
            papers = wait.kind == "papers"
            verb = Verb.PAPERS_REQUESTED if papers else Verb.SUSPENDED
            detail = {**about, "papers" if papers else "reason": wait.reason}
            self.rows.event(instant(wait.started, NOON), verb, who, case=case, referral=number, detail=detail)
            if wait.ended:
                self.rows.event(
                    instant(wait.ended, NOON), Verb.RESUMED, who, case=case, referral=number, detail=about
                )
        if life.returned and life.signed_on:
            detail = {**about, "reason": life.returned.value}
            self.rows.event(
                instant(life.signed_on, AFTERNOON),
                Verb.RETURNED,
                who,
                case=case,
                referral=number,
                detail=detail,
            )

    def _decide(self, case: _Accepted, referral_id: int, place: int, life: Fate, who: str) -> None:
        assert life.decided_on is not None and life.outcome is not None
        family, planned = case.home.family, case.home.family.planned[place]
        number = f"{case.number}-{planned.position:02}"
        refused = life.outcome is Outcome.REFUSE
        policy = self.office.catalogue.policy(planned.policy, life.decided_on)
        amount = None if refused else family.amounts[place]
        at = instant(life.decided_on, AFTERNOON)
        starts = None if refused else (life.decided_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        decision_id = self.rows.add(
            records.Decision,
            number=f"{number}-1",
            referral_id=referral_id,
            case_id=case.id,
            household_id=case.home.id,
            township=case.home.place,
            department=planned.department,
            policy=planned.policy,
            subject=planned.subject,
            grants=[] if refused else list(policy.grants),
            outcome=life.outcome,
            amount_fen=amount,
            amount_unit=family.units[place] if amount else "",
            starts=starts,
            ends=None,
            reason="" if life.outcome is Outcome.GRANT else "核实情况与规定条件不符。",
            facts="经调查核实的家庭情况见调查表。" if refused else "",
            evidence="入户调查表、核对报告。" if refused else "",
            clause="" if life.outcome is Outcome.GRANT else "见本事项依据条款。",
            decided_on=life.decided_on,
            decided_by=who,
            document_number="",
            on_paper=False,
            replaces="",
            recorded_at=at,
            recorded_by=who,
        )
        if starts is not None:
            unit = family.units[place] if amount else ""
            grant = Grant(
                decision_id,
                referral_id,
                f"{number}-1",
                planned,
                life.decided_on,
                starts,
                amount,
                unit,
                at,
                who,
            )
            self.benefits.make(case.home, grant)
        detail = {
            "policy": planned.policy,
            "department": planned.department,
            "decision": f"{number}-1",
            "outcome": life.outcome.value,
            "amount_fen": amount,
        }
        self.rows.event(at, Verb.DECIDED, who, case=case.number, referral=number, detail=detail)

    # --- days ----------------------------------------------------------------------------------------

    def _working(self, day: date) -> date:
        while not self.office.catalogue.calendar.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _due(self, planned: PlannedReferral, day: date, life: Fate) -> Due:
        """Its last days; many of one day ask for the same, and are decided on the same day."""
        if day != self._day:
            self._day, self._dues = day, {}
        key = planned.policy, life.sent_on, life.decided_on, life.outcome, life.intervals
        if key not in self._dues:
            limits, delegated = self._limits(planned.policy)
            self._dues[key] = due_of(
                limits,
                accepted_on=day,
                calendar=self.office.catalogue.calendar,
                sent_on=life.sent_on,
                decided_on=life.decided_on,
                outcome=life.outcome,
                intervals=life.intervals,
                delegated=delegated,
                today=self.today,
            )
        return self._dues[key]

    def _limits(self, code: str) -> tuple[Limits, bool]:
        policy = self.office.catalogue.policy(code)
        return policy.limits, is_delegated(self.office.catalogue, policy)


def _who(person: Person) -> dict[str, object]:
    said: dict[str, object] = {"name": person.name, "id_number": person.id_number}
    return said | {"phone": person.phone} if person.phone else said


def _object(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
