"""What looks and keeps: queues, cases, the chain of events, copies and lists."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from counter.cases.duties import Owes
from counter.cases.reading import township
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain, told
from counter.errors import Refused
from counter.services import audit, backup, cases, chains, district, duties, duty_list, queue, reports
from counter.services.office import Office
from counter.settings import Settings
from counter.store.files import put


def queue_(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        wanted = queue.Filter(
            department=_department(office, arguments.department) or None,
            states=frozenset(ReferralState) if arguments.all else OPEN_REFERRAL_STATES,
        )
        rows = queue.referral_rows(office, queue.referral_ids(office, wanted))
        return Done({"referrals": [filed.queue(row) for row in rows]})


def _department(office: Office, code: str) -> str:
    departments = office.catalogue.departments
    if code and code not in departments:
        raise Refused(
            "There is no department {code}; there are: {codes}.",
            field="department",
            code=code,
            codes=list(departments),
        )
    return code


def duties_(arguments: argparse.Namespace, settings: Settings) -> Done:
    """All that is owed, how much of each kind, and by whose fault what is late is late."""
    with given.opened(settings) as office:
        wanted = duties.Wanted(
            department=_department(office, arguments.department),
            township=_township(office, arguments.township) if arguments.township else "",
            owes=Owes(arguments.owes) if arguments.owes else None,
            late_only=arguments.late,
        )
        found = duties.owed(office, wanted)
        files = _lists(office, found, arguments) if arguments.out else {}
        return Done(
            {
                "duties": [filed.owed(one, office.catalogue) for one in found],
                **files,
                "kinds": _kinds(found),
                "late_by_fault": Counter(
                    one.fault.value if one.fault else "unverified" for one in found if one.duty.late
                ),
            }
        )


def _lists(
    office: Office, found: Sequence[duties.Owed], arguments: argparse.Namespace
) -> dict[str, list[str]]:
    """The list of each department on paper: what it owes, or with `--late` what it is late with."""
    made(arguments.out)
    files = []
    name = "late" if arguments.late else "todo"
    for code, drawn in duty_list.printed(office, found, late_only=arguments.late).items():
        file = arguments.out / f"D36-{name}-{code}.pdf"
        put(file, drawn)
        files.append(str(file))
    return {"files": files}


def _kinds(found: Iterable[duties.Owed]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for one in found:
        of_kind = counted.setdefault(one.duty.kind.value, {"count": 0, "late": 0})
        of_kind["count"] += 1
        of_kind["late"] += one.duty.late > 0
    return counted


def case(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        file = cases.case(office, cases.number_of_case(office, given.named(arguments)))
        history = {
            "events": filed.events(file.events),
            "chain": filed.chain(chains.chain(office, file.household_id)),
        }
        return Done(filed.case(file) | filed.standing(file, office.today()) | history)


def verify(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        found = plain(audit.verify(office))
        assert isinstance(found, dict)
        return Done(found, status=0 if found["ok"] else 1)


def backup_(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done({"backup": plain(backup.back_up(office))})


def restore(arguments: argparse.Namespace, settings: Settings) -> Done:
    restored = backup.restore(settings, arguments.file)
    return Done(
        {
            "restored": plain(restored.copy),
            "skipped": plain(restored.skipped),
            "notes": told(restored.notes),
        }
    )


def export(arguments: argparse.Namespace, settings: Settings) -> Done:
    made(arguments.out.absolute().parent)
    with given.opened(settings) as office:
        exported = plain(reports.export(office, arguments.out))
        assert isinstance(exported, dict)
        return Done(exported)


def place(arguments: argparse.Namespace, settings: Settings) -> Done:
    """The township whose window this is; applications that name none are accepted there."""
    with given.opened(settings) as opened:
        stands = opened if arguments.township is None else _stand(opened, arguments.township)
        found = stands.catalogue.places.get(stands.place)
        return Done({"place": stands.place, "place_title": found.title if found else ""})


def _stand(office: Office, said: str) -> Office:
    with given.called(**{"": "township", "place": "township"}):
        return district.set_district(office, {"place": _township(office, said)}, confirmed=True)


def _township(office: Office, said: str) -> str:
    with given.called(**{"": "township", "place": "township"}):
        return township(said, office.catalogue, office.today())


COMMANDS: Mapping[str, Command] = {
    "queue": queue_,
    "duties": duties_,
    "case": case,
    "verify": verify,
    "backup": backup_,
    "restore": restore,
    "export": export,
    "place": place,
}
