"""A scan to look at: larger, smaller, turned, page by page and scan by scan, all by keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from counter.cases.scanned import LONG_SIDE, Scan, Use
from counter.errors import CounterError
from counter.services import scans
from counter.services.office import Office
from counter.text import BEIJING, _
from forms import jobs, keys, look, messages
from forms.one_sheet import OneSheet
from forms.papers.files import save
from forms.papers.pdf import Pdf
from forms.rows import button, label

STEP = 1.25
LEAST, MOST = 0.05, 8.0
TURN = 90

Shown = tuple[scans.Opened, tuple[QImage, ...]]


class ScanViewer(QDialog):
    """Every scan that comes to the front here was looked at, and that is on the record."""

    withdraw_wanted = Signal(object)
    """The scan that is to be shown no more."""
    said = Signal(str)

    def __init__(self, office: Office, parent: QWidget, all_scans: Sequence[Scan], first: Scan) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Scan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._office = office
        self._all = [one for one in all_scans if not one.withdrawn]
        self.at = next(place for place, one in enumerate(self._all) if one.id == first.id)
        self.page = 0
        self._turned = 0
        self._fits = True
        self.shown: Shown | None = None
        self._reading: jobs.Latest[Shown] = jobs.Latest(self, succeeded=self._show, refused=self._not_shown)
        self.title = label("", "heading", wrap=True)
        self.told = label("", "small")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.hint = label(
            _("+ − larger, smaller  0 whole  1 point for point  R turn  ← → page  N P scan  W withdraw"),
            "small",
            wrap=True,
        )
        self.view = QGraphicsView()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.view.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.view.setBackgroundBrush(QColor(look.colours().sunken))
        self.view.setAccessibleName(_("The page of the scan"))
        self.item = QGraphicsPixmapItem()
        self.item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene = QGraphicsScene(self)
        scene.addItem(self.item)
        self.view.setScene(scene)
        self.print_button = button(_("Print (Ctrl+P)"))
        self.save_button = button(_("Save as PDF (Ctrl+E)"))
        self.sheet = OneSheet(office, self)
        self.sheet.said.connect(self._say)
        self._lay_out()
        self._bind_keys()
        room = self.screen().availableGeometry()
        self.resize(min(look.px(1000), room.width() - 40), min(look.px(900), room.height() - 50))
        self._read()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.title)
        told.addWidget(self.told)
        head.addLayout(told, 1)
        head.addWidget(self.print_button)
        head.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.problem)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.hint)
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.ask_save)
        self.view.setFocus()

    def _bind_keys(self) -> None:
        for key, text, act in (
            (("+", "="), _("Larger"), partial(self.zoom, STEP)),
            ("-", _("Smaller"), partial(self.zoom, 1 / STEP)),
            ("0", _("The whole page"), self.fit),
            ("1", _("Point for point"), self.true_size),
            ("R", _("Turn to the right"), partial(self.turn, TURN)),
            ("Shift+R", _("Turn to the left"), partial(self.turn, -TURN)),
            (("Right", "PgDown", "Space"), _("Next page"), partial(self.leaf, 1)),
            (("Left", "PgUp", "Backspace"), _("Previous page"), partial(self.leaf, -1)),
            ("N", _("Next scan"), partial(self.step, 1)),
            ("P", _("Previous scan"), partial(self.step, -1)),
            ("W", _("Withdraw the scan"), self.ask_withdraw),
            ("Ctrl+P", _("Print the scan"), self.print),
            ("Ctrl+E", _("Save the scan as PDF"), self.ask_save),
        ):
            keys.bind(self, key, text, act)

    # --- which scan --------------------------------------------------------------------------------

    @property
    def scan(self) -> Scan:
        return self._all[self.at]

    def step(self, by: int) -> None:
        """The scan after (1) or before (-1) this one."""
        if 0 <= self.at + by < len(self._all):
            self.at += by
            self._read()

    def _read(self) -> None:
        self.page = self._turned = 0
        self.problem.hide()
        self.title.setText(self.scan.title)
        self._reading.ask(partial(_opened, self._office, self.scan.id))

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self._show_page()

    def _not_shown(self, refused: CounterError) -> None:
        self.shown = None
        self.item.setPixmap(QPixmap())
        self._say(messages.text_of(refused))

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()

    # --- which page --------------------------------------------------------------------------------

    def leaf(self, by: int) -> None:
        """The next page (1) or the one before (-1); behind the last one comes the next scan."""
        if self.shown is None:
            return
        if 0 <= self.page + by < len(self.shown[1]):
            self.page += by
            self._show_page()
        elif by > 0:
            self.step(1)

    def _show_page(self) -> None:
        if self.shown is None:
            return
        pages, scan = self.shown[1], self.shown[0].scan
        self.item.setPixmap(QPixmap.fromImage(pages[self.page]))
        self.item.setRotation(0)
        self.view.setSceneRect(self.item.boundingRect())
        added = f"{scan.added_at.astimezone(BEIJING):%Y-%m-%d %H:%M} {scan.added_by}"
        of_pages = _("page {page} of {pages}", page=self.page + 1, pages=len(pages))
        of_scans = _("scan {n} of {all}", n=self.at + 1, all=len(self._all))
        self.told.setText(" · ".join((of_pages, of_scans, added)))
        self._place()

    def turn(self, by: int) -> None:
        """A quarter turn; only here, the picture stays as it is."""
        self._turned = (self._turned + by) % 360
        self._place()

    def fit(self) -> None:
        """The whole page in the window."""
        self._fits = True
        self._place()

    def true_size(self) -> None:
        """One point of the picture for one of the screen."""
        self._fits = False
        self.view.resetTransform()
        self.view.rotate(self._turned)

    def zoom(self, by: float) -> None:
        now = abs(self.view.transform().m11()) + abs(self.view.transform().m12())
        if LEAST <= now * by <= MOST:
            self._fits = False
            self.view.scale(by, by)

    def _place(self) -> None:
        if not self._fits:
            now = abs(self.view.transform().m11()) + abs(self.view.transform().m12())
            self.view.resetTransform()
            self.view.rotate(self._turned)
            self.view.scale(now, now)
            return
        self.view.resetTransform()
        self.view.rotate(self._turned)
        self.view.fitInView(self.item, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits and self.shown is not None:
            self._place()

    # --- out of the program ------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: on A4, watermark and all."""
        self.sheet.send(partial(_pdf, self._office, self.scan.id, Use.PRINTED), f"scan-{self.scan.id}.pdf")

    def ask_save(self) -> None:
        """Ctrl+E: into a file that one chooses, watermark and all."""
        dialog = QFileDialog(self, _("Save the scan as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self.scan.title}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, path: str) -> None:
        jobs.start(
            self,
            partial(_saved, self._office, self.scan.id, Path(path)),
            succeeded=self._was_saved,
            refused=self._not_saved,
        )

    def _was_saved(self, file: Path) -> None:
        self._say(_("Saved as {file}. Delete it when it is no longer needed.", file=str(file)))

    def _not_saved(self, refused: CounterError) -> None:
        self._say(messages.text_of(refused))

    def ask_withdraw(self) -> None:
        """W: the panel behind asks why."""
        self.withdraw_wanted.emit(self.scan)
        self.accept()


def _opened(office: Office, scan_id: int) -> Shown:
    """Drawn with as many points as are kept of a page."""
    opened = scans.look_at(office, scan_id)
    pdf = Pdf(opened.pdf)
    try:
        return opened, tuple(_drawn(pdf, page) for page in range(pdf.pages))
    finally:
        pdf.close()


def _drawn(pdf: Pdf, page: int) -> QImage:
    size = pdf.size(page)
    scale = LONG_SIDE / max(size.width(), size.height(), 1.0)
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, pdf.document.render(page, image.size()))
    painter.end()
    return image


def _pdf(office: Office, scan_id: int, use: Use) -> bytes:
    return scans.look_at(office, scan_id, use=use).pdf


def _saved(office: Office, scan_id: int, path: Path) -> Path:
    return save(_pdf(office, scan_id, Use.SAVED), path)
