"""The parts of a file drawn, numbered and listed: into one PDF, or each into a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from counter.cases.coming_back import RETURNS
from counter.errors import Refused
from counter.letters import papers_filed, pdf, scan_sheets
from counter.letters.binding import Binder, Mark, Sheaf
from counter.letters.bound_file import Filing, over, paged, remarks
from counter.letters.case_covers import CaseCover, Filed, category, kept_words
from counter.letters.paper import Paper, drawable
from counter.letters.pdffile import About, PdfFile
from counter.letters.sheets import Print
from counter.progress import Progress
from counter.services.boards import safe_pdf
from counter.services.file_parts import Part, Scanned, Volume
from counter.services.office import Office
from counter.store import scan_files
from counter.store.files import private_folder, put, putting
from counter.text import say

AT_ONCE = 4
"""Pages of a scan that are in memory together."""
COVER, CONTENTS, REMARKS, SCANS = "封面", "卷内目录", "备考表", "扫描件"
UNDRAWN = "不能打印，附纸质件"
_FORBIDDEN = frozenset('/\\:*?"<>|')
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Laid:
    """A part with the numbers of its first and last page, None for what has no page in the file."""

    case: str
    part: Part
    pages: tuple[int, int] | None


@dataclass(slots=True)
class Binding:
    """One file as it grows: what is laid into it so far, and what could not be drawn."""

    office: Office
    volumes: Sequence[Volume]
    elsewhere: int = 0
    laid: list[Laid] = field(default_factory=list)
    undrawn: list[str] = field(default_factory=list)

    @property
    def bound(self) -> list[Laid]:
        return [one for one in self.laid if one.pages is not None]

    @property
    def pages(self) -> int:
        return max((one.pages[1] for one in self.bound if one.pages is not None), default=0)

    # --- as one PDF ------------------------------------------------------------------------------------

    def into_pdf(self, out: IO[bytes], progress: Progress) -> None:
        """Cover, list, all parts with their numbers, remarks; bookmarks by case, section and paper."""
        steps = sum(len(volume.parts) for volume in self.volumes)
        with TemporaryFile() as spool:
            binder = Binder(self._about(), spool)
            for volume in self.volumes:
                drawn, places = self._together(volume)
                for place, part in enumerate(volume.parts):
                    progress(len(self.laid), steps)
                    pages = None
                    if place in places:
                        pages = binder.add_pages(drawn, places[place])
                    elif part.scan is not None:
                        pages = self._scanned(binder, part.line.title, part.scan)
                    self.laid.append(Laid(volume.case.number, part, pages))
                binder.done_with(drawn)
            cover = self._cover()
            mark = self._print()
            binder.write(
                out,
                front=(
                    (COVER, papers_filed.cover(cover, mark).pdf()),
                    (CONTENTS, papers_filed.contents(cover, mark).pdf()),
                ),
                back=((REMARKS, papers_filed.back(cover, mark).pdf()),),
                marks=tuple(self._marks()),
            )
            progress(steps, steps)

    def _together(self, volume: Volume) -> tuple[Sheaf, dict[int, range]]:
        """All papers of a case in one file, so that they share their fonts; where each of them stands."""
        out, places = BytesIO(), dict[int, range]()
        file = PdfFile(out, About(""))
        for place, part in enumerate(volume.parts):
            before = file.pages
            if (paper := self._composed(volume, part)) is not None:
                paper.into(file)
                places[place] = range(before, file.pages)
        file.close()
        return Sheaf(out.getvalue()), places

    def _marks(self) -> Iterator[Mark]:
        """Nested: in the file of a household its cases, in each its sections, in each of them its papers."""
        for number in dict.fromkeys(one.case for one in self.bound):
            sections = tuple(self._sections([one for one in self.bound if one.case == number]))
            if len(self.volumes) == 1:
                yield from sections
            else:
                yield Mark(number, sections[0].page, sections)

    def _sections(self, laid: Sequence[Laid]) -> Iterator[Mark]:
        for title in dict.fromkeys(one.part.section for one in laid):
            inside = tuple(
                Mark(_bookmark(one.part.line), one.pages[0])
                for one in laid
                if one.part.section == title and one.pages is not None
            )
            yield Mark(title, inside[0].page, inside)

    # --- as a folder -----------------------------------------------------------------------------------

    def into_folder(self, folder: Path, progress: Progress) -> None:
        """`00-` the cover and the list, then a file for each part by its number in the list."""
        steps = sum(len(volume.parts) for volume in self.volumes)
        private_folder(folder)
        first, wide = 1, len(str(steps + 1))
        for volume in self.volumes:
            for part in volume.parts:
                progress(len(self.laid), steps)
                order = len(self.laid) + 1
                place = folder / SCANS if part.scan is not None else folder
                file = place / file_name(f"{order:0{max(wide, 2)}}-{part.name}", ".pdf")
                pages = self._alone(volume, part, file, first)
                self.laid.append(Laid(volume.case.number, part, pages))
                first = pages[1] + 1 if pages is not None else first
        cover, mark = self._cover(), self._print()
        zero = "0" * max(wide, 2)
        with TemporaryFile() as spool, putting(folder / f"{zero}-{COVER}和{CONTENTS}.pdf") as out:
            Binder(self._about(), spool).write(
                out,
                front=(
                    (COVER, papers_filed.cover(cover, mark).pdf()),
                    (CONTENTS, papers_filed.contents(cover, mark).pdf()),
                ),
            )
        last = f"{steps + 1:0{max(wide, 2)}}-{REMARKS}.pdf"
        put(folder / last, papers_filed.back(cover, mark).pdf())
        progress(steps, steps)

    def _alone(self, volume: Volume, part: Part, file: Path, first: int) -> tuple[int, int] | None:
        paper = self._composed(volume, part)
        if paper is None and part.scan is None:
            return None
        private_folder(file.parent)
        about = About(part.line.title, volume.cover.fonds, self.office.now())
        with TemporaryFile() as spool, putting(file) as out:
            binder = Binder(about, spool, first=first)
            if paper is not None:
                pages = binder.add(paper.pdf())
            else:
                assert part.scan is not None
                pages = self._scanned(binder, part.line.title, part.scan)
            binder.write(out)
        return pages

    # --- what is drawn ---------------------------------------------------------------------------------

    def _composed(self, volume: Volume, part: Part) -> Paper | None:
        """The paper as it lies in the file; None for a part that is none, or that cannot be drawn."""
        if part.lists_deliveries:
            mark = self._print()
            return papers_filed.deliveries(volume.cover.head, volume.case, mark)
        if part.said is None or part.notice is None:
            return None
        mark = Print(training=self.office.invented, created=part.notice.issued_at)
        try:
            paper = pdf.compose(part.said, mark)
            paper.filed(void=part.void)
            paper.check()
            if part.guarded is not None:
                safe_pdf(part.said, paper.pdf(), part.guarded)
        except Refused as refused:
            told = "；".join(text for _field, text in say(refused))
            self.undrawn.append(drawable(f"{part.notice.number}（{told.rstrip('。.')}）"))
            return None
        return paper

    def _scanned(self, binder: Binder, title: str, scan: Scanned) -> tuple[int, int]:
        first = last = 0
        for at in range(0, len(scan.pages), AT_ONCE):
            pictures = [
                scan_sheets.Picture(kind, scan_files.read(self.office.settings.scans, digest))
                for kind, digest in scan.pages[at : at + AT_ONCE]
            ]
            begins, last = binder.add(scan_sheets.sheets(pictures, title=title, across=scan.across))
            first = first or begins
        return first, last

    def _print(self) -> Print:
        return Print(training=self.office.invented, created=self.office.now())

    def _about(self) -> About:
        cover = self.volumes[-1].cover
        return About(f"一户一档 {cover.household} {cover.applicant}", cover.fonds, self.office.now())

    # --- what is listed --------------------------------------------------------------------------------

    def _cover(self) -> CaseCover:
        """The cover over all cases, with the true pages in its list and what was found in its remarks."""
        kept = self.volumes[-1].kept
        cover = over(
            [volume.cover for volume in self.volumes],
            kept,
            self.office.district.get("archive.fonds", ""),
            self.volumes[-1].case.household_id,
        )
        return replace(
            cover,
            category=category(kept),
            retention=kept_words(kept),
            contents=tuple(self._lines()),
            remarks=remarks(self._filing()),
        )

    def _lines(self) -> Iterator[Filed]:
        before = ""
        for order, one in enumerate(self.laid, 1):
            part = one.case if len(self.volumes) > 1 and one.case != before else ""
            before = one.case
            line = one.part.line
            if one.part.is_bound and one.pages is None:
                line = _noted(line, UNDRAWN)
            yield paged(line, order, one.pages, part)

    def _filing(self) -> Filing:
        notices = [notice for volume in self.volumes for notice in volume.case.notices]
        changed = [one.part.line.number for one in self.laid if "Word改稿" in one.part.line.note]
        return Filing(
            papers=len(self.bound),
            pages=self.pages,
            on_paper=sum(not one.part.is_bound for one in self.laid),
            void=tuple(one.number for one in notices if one.voided),
            changed=tuple(dict.fromkeys(changed)),
            away=tuple(
                one.number
                for one in notices
                if one.kind in RETURNS and RETURNS[one.kind].holds_archive and not (one.back_on or one.voided)
            ),
            undrawable=tuple(self.undrawn),
            elsewhere=self.elsewhere,
            made_at=self.office.now(),
            made_by=self.office.officer.name,
        )


def count_pages(office: Office, volume: Volume) -> int:
    """How many numbered pages the file of a case has, laid out and not drawn."""
    binding = Binding(office, [volume])
    pages = 0
    for part in volume.parts:
        if part.scan is not None:
            pages += len(part.scan.pages)
        elif (paper := binding._composed(volume, part)) is not None:
            pages += paper.pages
    return pages


def _noted(line: Filed, note: str) -> Filed:
    return replace(line, note="，".join(filter(None, (line.note, note))))


def _bookmark(line: Filed) -> str:
    void = "（作废）" if "作废" in line.note else ""
    return " ".join(filter(None, (line.title, line.number))) + void


def file_name(name: str, ending: str) -> str:
    """What a part is called on any system."""
    plain = "".join("_" if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in name)
    return plain.strip(" .")[:_LONGEST] + ending
