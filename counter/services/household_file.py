"""一户一档: the file of a case, or of a household over its cases, as one PDF or a folder; nothing is removed.

Who takes a file out says why, and it stands in the history of each case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.errors import Refused, by_the_system
from counter.progress import Progress, silent
from counter.services.casefiles import case_row
from counter.services.file_parts import Volume, volume_of
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import records
from counter.store.files import putting
from counter.text import N_

if TYPE_CHECKING:
    from counter.services.bound_parts import Binding

STEM, HOUSEHOLD = "案卷", "户"
PDF, FOLDER = "pdf", "folder"


@dataclass(frozen=True, slots=True)
class Bound:
    """What was written: a PDF or a folder, how many papers and numbered pages it has, what is only on paper.

    `problems` name the papers that could not be drawn, with the reason.
    """

    path: Path
    cases: tuple[str, ...]
    papers: int
    pages: int
    on_paper: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be bound and as what; `replace` an earlier PDF of the same name.

    `whole_household`: over all cases of the household that the case belongs to.
    """

    case: str
    reason: str
    whole_household: bool = False
    as_folder: bool = False
    replace: bool = False


def bind(office: Office, wish: Wish, out: Path, progress: Progress = silent) -> Bound:
    """Write the file into the folder `out`; it stands there only when it is whole and on the record.

    Raises `Refused` without a reason, for whoever may not print the papers of the case, and where a PDF of
    that name is there already and is not to be replaced. A folder is never written over: the next is -2.
    """
    # Drawing needs its fonts read; whoever binds nothing does not wait for that.
    from counter.services.bound_parts import Binding

    required(wish.reason, "reason", N_("Say why the file is taken out; it stands on the record."))
    with office.read() as session:
        rows, elsewhere = _rows(office, session, wish)
        alone = not wish.whole_household
        volumes = [volume_of(office, session, row, alone=alone) for row in rows]
    _may_show(office, volumes)
    stem = f"{STEM}-{HOUSEHOLD}{volumes[-1].case.household_id:06}" if wish.whole_household else ""
    stem = stem or f"{STEM}-{volumes[-1].case.number}"
    binding = Binding(office, volumes, elsewhere)
    try:
        if wish.as_folder:
            path = _folder(office, binding, out / stem, wish, progress)
        else:
            path = _pdf(office, binding, out / f"{stem}.pdf", wish, progress)
    except OSError as error:
        refused = by_the_system(error, out)
        if refused is None:
            raise
        raise refused from None
    numbers = tuple(volume.case.number for volume in volumes)
    on_paper = sum(not one.part.is_bound for one in binding.laid)
    return Bound(path, numbers, len(binding.bound), binding.pages, on_paper, tuple(binding.undrawn))


def _pdf(office: Office, binding: Binding, path: Path, wish: Wish, progress: Progress) -> Path:
    if path.exists() and not wish.replace:
        raise Refused("{file} is there already.", field="replace", file=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with putting(path) as whole:
        binding.into_pdf(whole, progress)
        _record(office, binding, path, wish)
    return path


def _folder(office: Office, binding: Binding, path: Path, wish: Wish, progress: Progress) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that what was stopped half-way never looks like a file.
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as growing:
        whole = Path(growing) / path.name
        binding.into_folder(whole, progress)
        _record(office, binding, path, wish)
        number, place = 2, path
        while place.exists():
            place, number = path.with_name(f"{path.name}-{number}"), number + 1
        whole.rename(place)
    return place


def _record(office: Office, binding: Binding, path: Path, wish: Wish) -> None:
    """In the history of each case: who took its file out, as what, and why."""
    with office.write() as session:
        for volume in binding.volumes:
            case = volume.case
            own = [one for one in binding.bound if one.case == case.number]
            detail = {
                "file": path.name,
                "as": FOLDER if wish.as_folder else PDF,
                "papers": len(own),
                "scans": [one.part.scan.id for one in own if one.part.scan is not None],
                "pages": binding.pages,
                "reason": wish.reason.strip(),
            }
            office.record(session, Verb.EXPORTED, township=case.place, case=case.number, detail=detail)


def _rows(office: Office, session: Session, wish: Wish) -> tuple[Sequence[records.Case], int]:
    """The cases, the oldest first, and how many of the household lie with another township."""
    row = case_row(office, session, wish.case, Act.ISSUE)
    if not wish.whole_household:
        return [row], 0
    found = session.scalars(
        select(records.Case).filter_by(household_id=row.household_id).order_by(records.Case.id)
    ).all()
    own = [one for one in found if office.may(Act.ISSUE, township=one.township)]
    return own, len(found) - len(own)


def _may_show(office: Office, volumes: Sequence[Volume]) -> None:
    """Scans and whole id numbers are for those who may see them at all."""
    for volume in volumes:
        if any(part.scan is not None for part in volume.parts):
            office.allow(Act.REVEAL, township=volume.case.place)
