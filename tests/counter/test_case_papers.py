"""Who prints which papers of a case: the window all of them, a department its own letters and no more."""

import pytest

from counter.cases.application import Application
from counter.cases.public_notice import PostingKind
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import case_papers, dispatch, intake, notices, postings, printing, referrals
from counter.services.office import Office, Officer, Role
from tests.counter.grants import granted


def liaison(office: Office, department: str) -> Office:
    return office.with_officer(Officer(7, "l", "联络人", (Role.LIAISON,), department=department))


def test_a_department_prints_its_own_letters_and_learns_nothing_else(
    office: Office, family: Application
) -> None:
    given = granted(office, family)
    whole = case_papers.case_papers(office, given.case)
    assert whole.whole and {"D01", "D07", "D09"} <= {one.kind for one in whole.wanted}
    own = case_papers.case_papers(liaison(office, "civil-affairs"), given.case)
    kinds = {one.kind for one in own.wanted}
    assert not own.whole and "D19" in kinds and not kinds & {"D01", "D05", "D07", "D09", "D29", "D30", "D31"}
    assert [one.number for one in own.file.referrals] == [given.referral]
    assert len(own.file.application.people) == 1 and not own.file.application.household.facts
    assert not own.file.papers and not own.file.events and not own.file.query_code


def test_a_department_looks_at_its_letter_and_issues_it(office: Office, family: Application) -> None:
    given = granted(office, family)
    theirs = liaison(office, "civil-affairs")
    letter = next(one for one in case_papers.case_papers(theirs, given.case).wanted if one.kind == "D19")
    about = letter.referral
    number = letter.issued or notices.issue(theirs, given.case, "D19", referral=about).number
    assert printing.proof(theirs, number).pdf.startswith(b"%PDF")
    with pytest.raises(Refused, match="may not"):
        printing.preview(theirs, given.case, "D01")


def test_a_department_without_a_part_in_the_case_is_refused(office: Office, family: Application) -> None:
    given = granted(office, family)
    with pytest.raises(Refused, match="may not"):
        case_papers.case_papers(liaison(office, "health"), given.case)


def test_a_department_is_not_shown_by_its_own_referral_what_was_done_in_another(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    case = dispatch.send(office, intake.accept(office, family, chosen).number)
    other, mine = case.referrals
    for one in (mine, other):
        referrals.sign(office, one.number)
    posted = postings.post(office, other.number, kind=PostingKind.NOTICE, board="小坪村公开栏")
    about = f"posting:{posted.postings[-1].id}"
    for act in (printing.preview, notices.issue):
        with pytest.raises(Refused, match="not done"):
            act(office, case.number, "D16", referral=mine.number, about=about)
