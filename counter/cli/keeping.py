"""What looks and keeps: queues, cases, the chain of events, copies and lists."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cases.reading import township
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain, told
from counter.errors import Refused
from counter.services import audit, backup, cases, chains, district, queue, reports
from counter.services.office import Office
from counter.settings import Settings


def queue_(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        departments = office.catalogue.departments
        if arguments.department and arguments.department not in departments:
            raise Refused(
                "There is no department {code}; there are: {codes}.",
                field="department",
                code=arguments.department,
                codes=list(departments),
            )
        wanted = queue.Filter(
            department=arguments.department or None,
            states=frozenset(ReferralState) if arguments.all else OPEN_REFERRAL_STATES,
        )
        rows = queue.referral_rows(office, queue.referral_ids(office, wanted))
        return Done({"referrals": [filed.queue(row) for row in rows]})


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
        code = township(said, office.catalogue, office.today())
        return district.set_district(office, {"place": code}, confirmed=True)


COMMANDS: Mapping[str, Command] = {
    "queue": queue_,
    "case": case,
    "verify": verify,
    "backup": backup_,
    "restore": restore,
    "export": export,
    "place": place,
}
