"""What only the district can say, on paper: the value, or a blank to fill by hand, told to the clerk."""

from __future__ import annotations

from counter.catalogue.model import Catalogue, Place
from counter.catalogue.policy import Policy

SHORT_BLANK = "_" * 12
BLANK = "_" * 24


class Desk:
    """Reads the district's settings for one paper and remembers in `gaps` what it could not be sure of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.gaps: list[str] = []

    def say(self, key: str, *, blank: str = BLANK) -> str:
        """The value of a setting, or a blank. Unset and unconfirmed ones are remembered."""
        setting = self.catalogue.district.get(key)
        if setting is None or not setting.value:
            self.remind(f"{setting.label if setting else key}（未填写）")
            return blank
        if not setting.confirmed:
            self.remind(f"{setting.label}（未经本区确认）")
        return setting.value

    def peek(self, key: str) -> str:
        """The value or nothing, where no blank is printed for it."""
        setting = self.catalogue.district.get(key)
        return setting.value if setting else ""

    def remind(self, gap: str) -> None:
        """Note what the clerk is told beside the paper; it is not printed."""
        if gap not in self.gaps:
            self.gaps.append(gap)

    def office(self, place: Place | None) -> str:
        """The name of the office that accepts: 镇人民政府, 街道办事处; a blank where neither is meant."""
        district = self.say("district_name")
        if place is not None and place.title.endswith("镇"):
            return f"{district}{place.title}人民政府"
        if place is not None and place.title.endswith("街道"):
            return f"{district}{place.title}办事处"
        self.remind("受理机关全称（未填写）")
        return BLANK

    def window(self, place: Place | None) -> str:
        """What the counter is called; without a name of its own, the place and what it is."""
        name = self.peek("window_name")
        if name:
            return name
        return f"{place.title}社会救助窗口" if place else BLANK

    def decides(self, policy: Policy, place: Place | None) -> str:
        """In whose name the decision is made."""
        own = f"decides.{policy.code}"
        if self.peek(own):
            name = self.say(own)
            return self.office(place) if name.startswith("受理地") else self.in_full(name)
        department = self.catalogue.departments[policy.department]
        if not department.verified:
            self.remind(f"{department.title}的正式名称（未经本区确认）")
        return self.in_full(department.official_title)

    def in_full(self, title: str) -> str:
        """An office's name with the whole name of the district before it: 厦门市同安区民政局."""
        district = self.peek("district_name")
        for start in range(1, len(district) - 1):
            if title.startswith(district[start:]):
                return district[:start] + title
        return title

    def liaison(self, department: str) -> tuple[str, str]:
        """Name and telephone of the responsible person, blank where nobody is named."""
        found = self.catalogue.liaisons.get(department)
        title = self.catalogue.departments[department].title
        if found is None or not found.name:
            self.remind(f"{title}联络人（未填写）")
            return SHORT_BLANK, found.phone if found and found.phone else SHORT_BLANK
        return found.name, found.phone or SHORT_BLANK


def setting_of(gap: str, catalogue: Catalogue) -> str:
    """The setting by which the district can fill a gap that a desk remembered; empty where there is none.

    A liaison's is `liaisons.<department>`.
    """
    subject = gap.rpartition("（")[0]
    if subject == "受理机关全称":
        return "place"
    for key, setting in catalogue.district.items():
        if setting.label == subject:
            return key
    for code, department in catalogue.departments.items():
        if subject == f"{department.title}联络人":
            return f"liaisons.{code}"
    return ""


def short_name(place: Place | None, desk: Desk) -> str:
    """The 机关简称 in a number, (莲花)救受 …; of a place without one, its title."""
    if place is None:
        return desk.say("agency_code", blank=SHORT_BLANK)
    return place.short or place.title


def paper_number(short: str, word: str, year: int, serial: int) -> str:
    """The number of an administrative paper, `(莲花)救受〔2026〕第0123号`."""
    return f"({short})救{word}〔{year}〕第{serial:04}号"
