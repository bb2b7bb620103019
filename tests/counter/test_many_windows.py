"""Many at once: no number twice, none left out, one winner, nothing lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from counter.cases.application import Application, IdType
from counter.cases.casefile import CaseFile
from counter.cases.split import Chosen
from counter.cases.workflow import ReferralState
from counter.errors import Refused, Stale
from counter.services import audit, cases, drafts, intake, notices, queue, referrals
from counter.services.office import Office

WINDOWS = 8
EACH = 4


def test_eight_windows_accept_at_once(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    def accept(window: int) -> list[str]:
        applicant = replace(
            family.applicant, id_number="", id_type=IdType.NONE, name=f"窗口{window}", no_id_reason="遗失"
        )
        one = replace(family, people=(applicant,))
        return [intake.accept(office, one, [chosen[0]]).number for _ in range(EACH)]

    with ThreadPoolExecutor(WINDOWS) as windows:
        numbers = [number for part in windows.map(accept, range(WINDOWS)) for number in part]
    serials = sorted(int(number.split("-")[2]) for number in numbers)
    assert serials == list(range(1, WINDOWS * EACH + 1))
    assert audit.verify(office).ok
    assert len(queue.referral_ids(office)) == WINDOWS * EACH


def test_eight_windows_press_accept_on_one_draft(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    draft = drafts.save_draft(office, None, {})
    with ThreadPoolExecutor(WINDOWS) as windows:
        found = list(
            windows.map(
                lambda _: intake.accept(office, family, chosen, draft_id=draft).number, range(WINDOWS)
            )
        )
    assert len(set(found)) == 1 and found[0].split("-")[2] == "0001"


def test_eight_windows_sign_for_one_referral(office: Office, sent: CaseFile) -> None:
    referral = sent.referrals[0]

    def sign(_: int) -> str:
        try:
            referrals.sign(office, referral.number, expected_version=referral.version)
        except (Stale, Refused) as refused:
            return type(refused).__name__
        return "signed"

    with ThreadPoolExecutor(WINDOWS) as windows:
        answers = Counter(windows.map(sign, range(WINDOWS)))
    assert answers == {"signed": 1, "Stale": WINDOWS - 1}
    assert cases.case(office, sent.number).referrals[0].state is ReferralState.SIGNED
    assert audit.verify(office).ok


def test_two_departments_answer_at_once_and_neither_is_lost(office: Office, sent: CaseFile) -> None:
    with ThreadPoolExecutor(2) as windows:
        list(windows.map(lambda one: referrals.sign(office, one.number), sent.referrals))
    assert {one.state for one in cases.case(office, sent.number).referrals} == {ReferralState.SIGNED}


def test_papers_issued_at_once_have_consecutive_numbers(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    files = [intake.accept(office, family, chosen) for _ in range(WINDOWS)]
    with ThreadPoolExecutor(WINDOWS) as windows:
        issued = list(windows.map(lambda file: notices.issue(office, file.number, "D07").number, files))
    assert sorted(issued) == [f"(莲花)救受〔2026〕第{n:04}号" for n in range(1, WINDOWS + 1)]
    assert audit.verify(office).gaps == ()
