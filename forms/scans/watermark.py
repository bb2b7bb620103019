"""What lies across the picture of an identity paper, and the pages of a scan as they leave the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
)

from counter.services.scans import Opened
from forms import look

SHARE = 30
"""So many letters go into the shorter side of a page: they are read, and do not hide what is under them."""
ASLANT = -28
INK, HALO = QColor(176, 24, 24, 118), QColor(255, 255, 255, 110)
DOTS = 205
"""To the inch, of a page that is printed or saved: what is kept has no more."""


def picture(content: bytes, across: str) -> QImage:
    """A page as it may be seen: with its watermark, where it has one, all over it."""
    image = QImage.fromData(content)
    if not across:
        return image
    marked = image.convertToFormat(QImage.Format.Format_RGB32)
    letters = QFont()
    letters.setFamilies([*look.FAMILIES, *look.RARE.values()])
    letters.setPixelSize(max(12, min(marked.width(), marked.height()) // SHARE))
    letters.setBold(True)
    line = QPainterPath()
    line.addText(0, 0, letters, across)
    wide, high = QFontMetricsF(letters).horizontalAdvance(across), letters.pixelSize()
    painter = QPainter(marked)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(marked.width() / 2, marked.height() / 2)
    painter.rotate(ASLANT)
    reach = marked.width() + marked.height()
    for place, y in enumerate(range(-reach, reach, 6 * high)):
        painter.save()
        painter.translate(-reach + (place % 2) * wide / 2, y)
        x = 0.0
        while x < 2 * reach:
            painter.strokePath(line, HALO)
            painter.fillPath(line, INK)
            painter.translate(wide + 4 * high, 0)
            x += wide + 4 * high
        painter.restore()
    painter.end()
    return marked


def as_pdf(opened: Opened) -> bytes:
    """All pages on A4, as large as they fit, watermark and all; drawn beside the window."""
    return _pdf([picture(page, opened.watermark) for page in opened.pages], opened.scan.title)


def _pdf(pages: Sequence[QImage], title: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(DOTS)
    painter = QPainter()
    for place, page in enumerate(pages):
        across = page.width() > page.height()
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait,
            QMarginsF(8, 8, 8, 8),
            QPageLayout.Unit.Millimeter,
        )
        writer.setPageLayout(layout)
        if not place:
            painter.begin(writer)
        else:
            writer.newPage()
        room = layout.paintRectPixels(DOTS)
        size = page.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if size.width() > page.width() * 2:
            size = page.size() * 2
        left, top = (room.width() - size.width()) / 2, (room.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), page)
    painter.end()
    return bytes(buffer.data().data())
