"""Pictures of papers: known by their content, written anew, kept beside the store, seen on the record."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.scanned import LONG_SIDE, Source, Use
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import audit, backup, cases, drafts, intake, notices, scan_pictures, scans
from counter.services.office import Office, Officer, Role
from counter.services.scans import Paper
from counter.settings import Limits
from counter.store import scan_files
from tests.clock import Clock

GPS, ORIENTATION, TURNED = 0x8825, 0x0112, 6
CARD = Paper("id-card")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (120, 60), mode: str = "RGB", **more: object
) -> bytes:
    """A picture with something to see in it, as a scanner or a telephone would write it."""
    made = Image.effect_noise(size, 60).convert(mode)
    buffer = io.BytesIO()
    made.save(buffer, kind, **more)
    return buffer.getvalue()


def from_a_telephone() -> bytes:
    """With the place where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    exif.get_ifd(GPS)[1] = "N"
    return picture(exif=exif.tobytes(), comment=b"private remark")


def two_pages() -> bytes:
    buffer = io.BytesIO()
    first, second = (Image.effect_noise((40, 50), 60).convert("1") for _page in range(2))
    first.save(buffer, "TIFF", save_all=True, append_images=[second], compression="group4")
    return buffer.getvalue()


def document(*, pages: int = 1, locked: bool = False) -> bytes:
    """A PDF that says more than it shows: a script, a file inside, a link, a picture from a telephone."""
    writer = PdfWriter()
    for _page in range(pages):
        page = writer.add_blank_page(300, 400)
        raw = StreamObject()
        raw._data = from_a_telephone()
        raw.update(
            {NameObject("/Subtype"): NameObject("/Image"), NameObject("/Filter"): NameObject("/DCTDecode")}
        )
        things = DictionaryObject({NameObject("/Photo"): writer._add_object(raw)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): things})
        seal = DecodedStreamObject()
        seal.set_data(b"0 0 10 10 re f")
        seal[NameObject("/BBox")] = ArrayObject([FloatObject(n) for n in (0, 0, 10, 10)])
        stamp = DictionaryObject()
        stamp.update(
            {
                NameObject("/Subtype"): NameObject("/Stamp"),
                NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (100, 100, 200, 200)]),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(seal)}),
                NameObject("/A"): DictionaryObject(
                    {NameObject("/URI"): TextStringObject("http://example.org")}
                ),
            }
        )
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(stamp)])
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.add_attachment("inside.exe", b"MZ inside")
    writer.metadata = {"/Author": "who scanned it"}
    if locked:
        writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- what is taken in ----------------------------------------------------------------------------


def test_a_picture_is_turned_upright_made_smaller_and_loses_what_came_with_it() -> None:
    raw = from_a_telephone()
    assert b"Exif" in raw and b"private" in raw
    (page,) = scan_pictures.pages_of([raw], Limits())
    assert (page.width, page.height, page.kind) == (60, 120, "jpeg")
    assert b"Exif" not in page.content and b"private" not in page.content
    with Image.open(io.BytesIO(page.content)) as kept:
        assert not kept.getexif() and set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    (large,) = scan_pictures.pages_of([picture(size=(4000, 100))], Limits())
    assert (large.width, large.height) == (LONG_SIDE, 60)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "LA", "I;16"])
def test_every_kind_of_colour_is_taken_in(mode: str) -> None:
    (page,) = scan_pictures.pages_of([picture("PNG", mode=mode)], Limits())
    assert page.kind == "jpeg" and (page.width, page.height) == (120, 60)


def test_black_and_white_stays_so_and_all_pages_of_a_file_are_taken_in() -> None:
    pages = scan_pictures.pages_of([two_pages(), picture("PNG", mode="1")], Limits())
    assert [page.kind for page in pages] == ["png"] * 3


def test_a_pdf_keeps_what_is_seen_and_nothing_else() -> None:
    raw = document()
    for told in (b"/JavaScript", b"MZ inside", b"/URI", b"Exif", b"who scanned it"):
        assert told in raw, told
    (page,) = scan_pictures.pages_of([raw], Limits())
    assert (page.kind, page.width, page.height) == ("pdf", 300, 400)
    for told in (b"/JavaScript", b"MZ inside", b"/URI", b"Exif", b"who scanned it", b"/Annots"):
        assert told not in page.content, told
    kept = PdfReader(io.BytesIO(page.content)).pages[0]
    drawn = kept.get_contents()
    assert drawn is not None
    assert b"10.00000 0 0 10.00000 100.000 100.000 cm /Lies0 Do" in drawn.get_data()
    photo = kept["/Resources"]["/XObject"]["/Photo"].get_object()._data  # type: ignore[index]  # as it is made
    with Image.open(io.BytesIO(photo)) as shown:
        assert shown.size == (120, 60), "what the photograph shows is untouched"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 this program cannot be run", "program"),
        (b"PK\x03\x04 a document", "no picture"),
        (b"just words", "no picture"),
        (picture()[:300], "damaged"),
        (picture("PNG")[:-40], "damaged"),
        (b"\xff\xd8\xff" + b"\x00" * 400, "cannot be read"),
        (b"%PDF-1.7 and nothing else", "damaged"),
        (document(locked=True), "password"),
        (document(pages=2), "pages"),
        (picture("PNG", (1500, 1500), "1"), "points"),
        (b"\xff\xd8\xff" + bytes(2_000_000), "MB"),
        (two_pages(), "pages"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    limits = Limits(scan_mb=1, scan_megapixels=2, scan_pages=1)
    with pytest.raises(Refused, match=said):
        scan_pictures.pages_of([content], limits)


# --- in the file of a case -----------------------------------------------------------------------


def test_a_scan_is_kept_with_what_it_shows_and_every_look_is_on_the_record(
    office: Office, accepted: CaseFile
) -> None:
    form = notices.issue(office, accepted.number, "D01")
    signed = scans.add(office, accepted.number, Paper(notice=form.code), [two_pages()], source=Source.FILE)
    card = scans.add(office, accepted.number, CARD, [picture()], source=Source.PASTED)
    assert scans.of_case(office, accepted.number) == (signed, card)
    assert (signed.pages, signed.notice, signed.identity) == (2, form.number, False)
    (page,) = PdfReader(io.BytesIO(scans.look_at(office, card.id, use=Use.PRINTED).pdf)).pages
    assert card.identity and "仅供社会救助申请使用 2026年11月24日 " in page.extract_text()
    assert len(page.images) == 1 and page.mediabox.width > page.mediabox.height
    plain = PdfReader(io.BytesIO(scans.look_at(office, signed.id).pdf)).pages
    assert [page.extract_text() for page in plain] == ["", ""]
    verbs = [event.verb for event in cases.case(office, accepted.number).events]
    assert verbs[-4:] == [Verb.SCAN_ADDED] * 2 + [Verb.SCAN_READ] * 2
    assert cases.case(office, accepted.number).events[-2].detail["use"] == "printed"


def test_what_is_withdrawn_is_shown_no_more_but_stays(office: Office, accepted: CaseFile) -> None:
    card = scans.add(office, accepted.number, CARD, [picture()], source=Source.FILE)
    assert scans.withdraw(office, card.id, reason="别人的证件").withdrawn == "别人的证件"
    for refused in (
        lambda: scans.look_at(office, card.id),
        lambda: scans.withdraw(office, card.id, reason="再撤"),
    ):
        with pytest.raises(Refused, match="withdrawn"):
            refused()
    assert len(scans.of_case(office, accepted.number)) == 1 and audit.verify(office).ok
    for change in ("DELETE FROM scans", "UPDATE scan_pages SET digest = ''", "UPDATE scans SET title = ''"):
        with pytest.raises(IntegrityError), office.write() as session:
            session.execute(text(change))


def test_a_scan_names_its_paper_and_is_seen_only_where_its_case_is(
    office: Office, accepted: CaseFile
) -> None:
    for paper, field in (
        (Paper(), "material"),
        (Paper("no-such-paper"), "material"),
        (Paper(notice="7K2M9XQ4"), "number"),
    ):
        with pytest.raises(Refused) as refused:
            scans.add(office, accepted.number, paper, [picture()], source=Source.FILE)
        assert refused.value.problems[0].field == field
    other = scans.add(office, accepted.number, Paper(title="村委会证明"), [picture()], source=Source.FILE)
    elsewhere = office.with_officer(Officer(9, "wu", "吴丽", (Role.CLERK,), township="350212107"))
    looker = office.with_officer(replace(office.officer, roles=(Role.SUPERVISOR,)))
    for stranger in (elsewhere, looker):
        with pytest.raises(Refused, match="may not"):
            scans.look_at(stranger, other.id)


def test_what_was_scanned_at_the_counter_follows_the_intake_into_its_case(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    draft = drafts.save_draft(office, None, {"people": [{"name": "陈水木"}]})
    card = scans.add_to_draft(office, draft, CARD, [picture()], source=Source.DROPPED)
    assert scans.of_draft(office, draft) == (card,)
    accepted = intake.accept(office, family, chosen, draft_id=draft)
    (found,) = scans.of_case(office, accepted.number)
    assert (found.id, found.case) == (card.id, accepted.number)
    assert scans.look_at(office, card.id).scan.case == accepted.number


def test_an_intake_that_is_thrown_away_leaves_no_picture_behind(office: Office, accepted: CaseFile) -> None:
    shared, own = picture(), picture(size=(50, 50))
    scans.add(office, accepted.number, CARD, [shared], source=Source.FILE)
    draft = drafts.save_draft(office, None, {"people": [{"name": "林秀珠"}]})
    scans.add_to_draft(office, draft, CARD, [shared, own], source=Source.FILE)
    assert len(list(office.settings.scans.rglob("*/*"))) == 2
    drafts.discard_draft(office, draft)
    assert len(list(office.settings.scans.rglob("*/*"))) == 1 and audit.verify(office).ok


# --- kept ----------------------------------------------------------------------------------------


def test_a_copy_of_the_office_brings_the_pictures_back(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    card = scans.add(office, accepted.number, CARD, [picture()], source=Source.FILE)
    made = backup.back_up(office)
    clock.pass_by(hours=1)
    later = backup.back_up(office)
    kept = made.file.parent / "scans"
    assert made.file != later.file and len(list(kept.rglob("*/*"))) == 1, "once for all copies"
    (file,) = office.settings.scans.rglob("*/*")
    file.write_bytes(b"something else")
    damaged = audit.verify(office)
    assert not damaged.ok and damaged.scans == (file.name,)
    with pytest.raises(Refused, match="gone or damaged"):
        scans.look_at(office, card.id)
    file.unlink()
    office.close()
    backup.restore(office.settings, made.file, clock=clock)
    assert scans.look_at(office, card.id).pdf.startswith(b"%PDF")


def test_a_picture_that_no_act_came_to_name_is_in_nobodys_way(office: Office, accepted: CaseFile) -> None:
    scan_files.keep(office.settings.scans, b"the power went here")
    assert audit.verify(office).ok and scans.of_case(office, accepted.number) == ()
    with pytest.raises(Refused, match="which paper"):
        scans.add(office, accepted.number, Paper(), [picture()], source=Source.FILE)
    assert len(list(office.settings.scans.rglob("*/*"))) == 1, "what is refused leaves nothing behind"
    (file,) = office.settings.scans.rglob("*/*")
    assert file.stat().st_mode & 0o077 == 0
    named = scan_files.keep(office.settings.scans, b"of an act")
    for left in office.settings.scans.rglob("*/*"):
        os.utime(left, (0, 0))
    assert scan_files.sweep(office.settings.scans, {named}, before=office.now()) == 1 and not file.exists()


def test_a_full_disk_keeps_nothing_half(
    office: Office, accepted: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(scan_files, "put", full)
    with pytest.raises(Refused, match="full"):
        scans.add(office, accepted.number, CARD, [picture()], source=Source.FILE)
    assert scans.of_case(office, accepted.number) == ()
