"""What every page of the main window has: an office to ask, and ways to tell the window something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from counter.cases.coming_back import AtHand
    from counter.services.office import Office


class Page(QWidget):
    """A page. `came` is called when it comes to the front, `refresh` by F5 and when others changed things."""

    said = Signal(str)
    """A sentence for the status line."""
    case_wanted = Signal(str)
    dispatch_wanted = Signal(str)
    referral_wanted = Signal(str)
    """One referral in the queue of its department."""
    draft_wanted = Signal(int)
    """An intake that was prepared, by its draft's id."""
    papers_wanted = Signal(str, str)
    """A case's papers: its number, and the step whose set is meant."""
    batches_wanted = Signal(object)
    """Many papers at once: the numbers of the cases that one thinks of, or none for all."""
    paper_wanted = Signal(object)
    """A paper that lies on the desk (`AtHand`): what it leads to."""
    setting_wanted = Signal(str)
    """What the district can say of itself: the key of the setting that one wants to see."""
    saved = Signal()
    """What is typed was written a moment ago."""
    step_wanted = Signal(int)
    """The next (1) or the previous (-1) case of the queue."""
    restore_wanted = Signal(object)
    """The file of a copy that the whole office is to go back to."""
    office_changed = Signal(object)
    """The district said something new of itself; this is the office that says so."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def title(self) -> str:
        raise NotImplementedError

    def head(self) -> QWidget | None:
        """What the page puts into the bar above it: its state and its acts."""
        return None

    def came(self) -> None:
        """The page is in front now: put the focus where work begins."""

    def refresh(self) -> None:
        """Read again what may have changed."""

    def heard_of_changes(self) -> None:
        """Another window did something; by default the page waits for F5."""

    def start(self) -> None:
        """Begin something new, where the page can."""

    def show_case(self, number: str) -> None:
        """Show this case, where the page shows one."""

    def case_shown(self) -> str:
        """The number of the case that the page shows; empty where it shows none."""
        return ""

    def neighbour(self, number: str, by: int) -> str:
        """The case that stands after (1) or before (-1) this one in the page's list; empty at its end."""
        return ""

    def show_referral(self, number: str) -> None:
        """Show this referral, where the page lists them."""

    def show_set(self, number: str, step: str) -> None:
        """Show the papers of a step of a case, where the page shows papers."""

    def take_paper(self, found: AtHand) -> None:
        """Show a paper that lies on the desk, where the page can enter what it says."""

    def show_cases(self, cases: Sequence[str]) -> None:
        """Show what these cases have in common, where the page shows that; none means all cases."""

    def show_setting(self, key: str) -> None:
        """Show what the district says of itself, where the page shows it."""

    def show_print_jobs(self) -> None:
        """Show what became of what was printed, where the page prints."""

    def take_back(self, draft_id: int) -> None:
        """Put a parked intake on the desk, where the page has one."""

    def recover(self) -> None:
        """Take back what lay here when the program ended."""

    def may_leave(self) -> bool:
        """Called before the window closes; a page keeps what is typed before it says yes."""
        return True


class Scrolled(QScrollArea):
    """A column that scrolls when it does not fit; its `content` is filled by whoever makes it."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = 16, spacing: int = 12) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setProperty("role", "scrolled")
        self.content = QVBoxLayout(self.inner)
        self.content.setContentsMargins(margin, margin, margin, margin)
        self.content.setSpacing(spacing)
        self.setWidget(self.inner)
        self.viewport().setAutoFillBackground(False)
        self.inner.setAutoFillBackground(False)
