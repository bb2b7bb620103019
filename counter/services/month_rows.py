"""The rows that a month report is counted from: of a township, or of all that the officer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from counter.cases.casefile import Interval, Verb
from counter.cases.deadlines import charged_days
from counter.cases.month import Granted, Handled
from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.letters.decisions import paid_once, period_of
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.store import life_records, records
from counter.text import local_day, noon

AT_ONCE = 500
"""As many ids in one question as every database takes."""


class MonthRows:
    """The rows of one month, of a township or of all that the officer may see."""

    def __init__(self, office: Office, session: Session, first: date, last: date, township: str) -> None:
        self.office, self.session = office, session
        self.first, self.last, self.township = first, last, township
        self.begins, self.ends = _midnight(first), _midnight(last + timedelta(days=1))

    def mine(
        self, row: type[records.Referral] | type[records.Decision] | type[life_records.Return]
    ) -> ColumnElement[bool]:
        seen = reached(self.office, row.township, row.department)
        return and_(seen, row.township == self.township) if self.township else seen

    def accepted(self) -> dict[str, int]:
        """Cases by the day of their own acceptance; one that was merged is counted where it went on."""
        row, case = records.Referral, records.Case
        found = self.session.execute(
            select(row.township, func.count(case.id.distinct()))
            .join(case, case.id == row.case_id)
            .where(
                self.mine(row),
                case.accepted_on.between(self.first, self.last),
                case.state != CaseState.MERGED,
            )
            .group_by(row.township)
        )
        return {township: number for township, number in found}

    def declined(self) -> dict[str, int]:
        """Cases that were not accepted, by the day on which that was said."""
        event = records.Event
        found = self.session.execute(
            select(event.chain, func.count(event.case_number.distinct()))
            .where(event.verb == Verb.DECLINED.value, event.at >= self.begins, event.at < self.ends)
            .group_by(event.chain)
        )
        return {
            township: number
            for township, number in found
            if self.township in ("", township) and self.office.may(Act.READ, township=township)
        }

    def returned(self) -> Sequence[tuple[str, str, ReturnReason]]:
        """Department, township and reason of each referral that came back."""
        row = life_records.Return
        found = self.session.execute(
            select(row.department, row.township, row.reason).where(
                self.mine(row), row.returned_on.between(self.first, self.last)
            )
        )
        return [(one.department, one.township, one.reason) for one in found]

    def granted(self) -> tuple[Granted, ...]:
        """The money of what was decided in the month, as it stands after every correction."""
        row, first, later = records.Decision, aliased(records.Decision), aliased(records.Decision)
        found = self.session.execute(
            select(row.amount_unit, func.sum(row.amount_fen), func.count())
            .join(first, and_(first.referral_id == row.referral_id, first.replaces == ""))
            .outerjoin(later, later.replaces == row.number)
            .where(
                self.mine(row),
                first.decided_on.between(self.first, self.last),
                row.outcome != Outcome.REFUSE,
                row.amount_fen.is_not(None),
                later.id.is_(None),
            )
            .group_by(row.amount_unit)
        )
        together: dict[str, tuple[int, int]] = {}
        for unit, fen, number in found:
            period = "" if paid_once(unit) else period_of(unit)
            before = together.get(period, (0, 0))
            together[period] = before[0] + (fen or 0), before[1] + number
        sums = sorted(together.items(), key=lambda item: -item[1][0])
        return tuple(Granted(period, fen, number) for period, (fen, number) in sums)

    def rows(self) -> list[Handled]:
        """Each referral that was sent, decided or open in the month, for each department that had it."""
        row, decision, holds = records.Referral, records.Decision, aliased(records.Decision)
        outcome = (
            select(holds.outcome)
            .where(holds.referral_id == row.id)
            .order_by(holds.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        found = self.session.execute(
            select(row, decision.decided_on, outcome)
            .outerjoin(decision, and_(decision.referral_id == row.id, decision.replaces == ""))
            .where(
                self.mine(row),
                row.sent_at < self.ends,
                or_(
                    row.sent_at >= self.begins,
                    decision.decided_on >= self.first,
                    and_(decision.id.is_(None), row.state != ReferralState.WITHDRAWN),
                    and_(row.state == ReferralState.WITHDRAWN, row.changed_at >= self.begins),
                ),
            )
            .order_by(row.id)
        ).all()
        handled = {
            one.id: Handled(
                one.department,
                one.township,
                local_day(one.sent_at),
                one.due if one.verified else None,
                decided_on,
                outcome,
                self._left(one),
            )
            for one, decided_on, outcome in found
            if one.sent_at is not None
        }
        return [*(replace(one, used=used) for one, used in self._timed(handled)), *self._handed_on()]

    def _left(self, row: records.Referral) -> date | None:
        """The day on which it was withdrawn, or given back to the dispatcher where it still is."""
        if row.state is ReferralState.WITHDRAWN:
            return local_day(row.changed_at)
        return self._given_back(row, row.department) if row.state is ReferralState.RETURNED else None

    def _given_back(self, row: records.Referral, department: str, before: date = date.max) -> date | None:
        back = life_records.Return
        return self.session.scalar(
            select(func.max(back.returned_on)).where(
                back.referral_id == row.id, back.department == department, back.returned_on <= before
            )
        )

    def _handed_on(self) -> Iterator[Handled]:
        """What departments had before it went to another one, or to the same one anew, since the month began.

        Its row tells of the last one alone; the record of acts tells of those before.
        """
        event, row = records.Event, records.Referral
        moved = select(event.referral_number).where(
            event.verb == Verb.REASSIGNED.value, event.at >= self.begins
        )
        for referral in self.session.scalars(select(row).where(row.number.in_(moved)).order_by(row.id)):
            if self.township not in ("", referral.township):
                continue
            for department, sent_on, gone_on in self._stays(referral):
                if sent_on <= self.last and self.office.may(
                    Act.READ, township=referral.township, department=department
                ):
                    left = self._given_back(referral, department, gone_on)
                    due = referral.due if referral.verified else None
                    yield Handled(
                        department,
                        referral.township,
                        sent_on,
                        due,
                        left_on=left if left and left >= sent_on else gone_on,
                    )

    def _stays(self, referral: records.Referral) -> Iterator[tuple[str, date, date]]:
        """Each department that had it before the last one: from when, until when."""
        event = records.Event
        case_number = referral.number.rpartition("-")[0]
        acts = self.session.scalars(
            select(event)
            .where(
                or_(
                    and_(event.case_number == case_number, event.verb == Verb.SENT.value),
                    and_(event.referral_number == referral.number, event.verb == Verb.REASSIGNED.value),
                )
            )
            .order_by(event.id)
        )
        sent: date | None = None
        for act in acts:
            if act.verb == Verb.REASSIGNED.value:
                if sent is not None:
                    yield str(act.detail["from"]), sent, local_day(act.at)
                    sent = local_day(act.at)
            elif sent is None and referral.number in _numbers(act.detail):
                sent = local_day(act.at)

    def _timed(self, handled: Mapping[int, Handled]) -> Iterator[tuple[Handled, int | None]]:
        """With the working days that the department took, all waiting left out, where it has decided."""
        decided = [key for key, one in handled.items() if one.decided_on is not None]
        waits = self._intervals(decided)
        calendar = self.office.catalogue.calendar
        for key, one in handled.items():
            if one.decided_on is None:
                yield one, None
            else:
                yield one, charged_days(one.sent_on, one.decided_on, waits.get(key, ()), calendar)

    def _intervals(self, ids: Sequence[int]) -> dict[int, list[Interval]]:
        found: dict[int, list[Interval]] = {}
        row = records.Interval
        for at in range(0, len(ids), AT_ONCE):
            some = row.referral_id.in_(ids[at : at + AT_ONCE])
            for one in self.session.scalars(select(row).where(some).order_by(row.id)):
                kept = Interval(one.kind, one.started, one.ended, one.reason, waits_for=one.waits_for)
                found.setdefault(one.referral_id, []).append(kept)
        return found


def _numbers(detail: Mapping[str, object]) -> Collection[object]:
    found = detail.get("referrals")
    return found if isinstance(found, list) else ()


def _midnight(day: date) -> datetime:
    return noon(day) - timedelta(hours=12)
