"""Where an office keeps its files and how the program behaves: defaults ◄ counter.toml ◄ environment."""

from __future__ import annotations

import getpass
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from counter.errors import Problem

VERSION = "0.1.0"
FILE_NAME = "counter.toml"
PROGRAM = "one-window-counter"
LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in at once; what is over a limit is refused before it is read."""

    import_rows: int = 20_000
    import_unpacked_mb: int = 100
    name: int = 80
    request: int = 2_000
    household: int = 30
    scan_mb: int = 30
    scan_pages: int = 50
    scan_megapixels: int = 80


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families of this computer's own fonts that papers are set in, for each style of type; empty is ours.

    `title` is 小标宋; `rare` is asked last, for characters that none of the program's fonts has.
    """

    title: str = ""
    song: str = ""
    hei: str = ""
    kai: str = ""
    fang: str = ""
    rare: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the computer and its user decide; what the district decides stands in the office itself.

    `policies_dir` is a responsibility list outside the program; `backups_dir` may lie on another disk.
    `problems` tells what in a settings file could not be used, so that it never stops the program.
    """

    office_dir: Path
    language: str = "zh_CN"
    policies_dir: Path | None = None
    backups_dir: Path | None = None
    limits: Limits = field(default_factory=Limits)
    fonts: Fonts = field(default_factory=Fonts)
    problems: tuple[Problem, ...] = ()

    @property
    def database(self) -> Path:
        return self.office_dir / "counter.db"

    @property
    def lists(self) -> Path:
        """Where the lists that were in force are laid out as files."""
        return self.office_dir / "lists"

    @property
    def scans(self) -> Path:
        """Where the pictures of papers lie, each under the digest of what it shows."""
        return self.database.with_name("scans")

    @property
    def backups(self) -> Path:
        return self.backups_dir or self.office_dir / "backups"


def load(office_dir: Path | None = None) -> Settings:
    """The settings of this computer's user, for the office in `office_dir` or the usual one."""
    said = _environment()
    folder = office_dir or _path(said.get("office_dir")) or default_office_dir()
    settings = Settings(office_dir=folder.expanduser().absolute())
    for file in (_user_file(), settings.office_dir / FILE_NAME):
        settings = _with_file(settings, file)
    return _with(settings, said, source="COUNTER_")


def smoke_asked() -> bool:
    """Whether a built program is only to show that it starts."""
    return os.environ.get("COUNTER_SMOKE") == "1"


def has_screen() -> bool:
    """Whether a window can be shown: on Linux a display has to be named, elsewhere there is one."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def user_name() -> str:
    """The name under which the operating system knows who sits here; empty where it knows nobody."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def default_office_dir() -> Path:
    """Where an office is kept when nobody says otherwise: the user's own data folder."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / PROGRAM
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / PROGRAM
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / PROGRAM


def font_folders() -> tuple[Path, ...]:
    """Where the fonts of this computer and of its user are installed, as far as these folders exist."""
    home = Path.home()
    if sys.platform == "win32":
        users = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        system = Path(os.environ.get("WINDIR", "C:\\Windows"))
        folders = (system / "Fonts", users / "Microsoft" / "Windows" / "Fonts")
    elif sys.platform == "darwin":
        folders = tuple(above / "Library" / "Fonts" for above in (Path("/System"), Path("/"), home))
    else:
        shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
        folders = (*(Path(one) / "fonts" for one in shared.split(":") if one), own / "fonts", home / ".fonts")
    return tuple(folder for folder in folders if folder.is_dir())


def _user_file() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / PROGRAM / FILE_NAME
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / PROGRAM / FILE_NAME


def _environment() -> dict[str, object]:
    """`COUNTER_LANGUAGE=en` sets `language`; a limit is written `COUNTER_LIMITS_HOUSEHOLD`."""
    said: dict[str, object] = {}
    limits: dict[str, object] = {}
    for name in (f.name for f in fields(Limits)):
        if (value := os.environ.get(f"COUNTER_LIMITS_{name.upper()}")) is not None:
            limits[name] = int(value) if value.isascii() and value.isdigit() else value
    for name in ("office_dir", "language", "policies_dir", "backups_dir"):
        if value := os.environ.get(f"COUNTER_{name.upper()}"):
            said[name] = value
    return said | ({"limits": limits} if limits else {})


def _with_file(settings: Settings, file: Path) -> Settings:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        unread = Problem(
            "The settings file cannot be read, so the usual settings hold: {reason}.",
            field=str(file),
            params={"reason": str(error)},
        )
        return replace(settings, problems=(*settings.problems, unread))
    return _with(settings, content, source=f"{file}: ")


def _with(settings: Settings, said: Mapping[str, object], *, source: str) -> Settings:
    problems = list(settings.problems)
    for key, value in _flat(said):
        if key == "office_dir":  # where this is said decides; `load` has read it already
            continue
        changed = _set(settings, key, value)
        if changed is None:
            params = {"key": key, "value": str(value)}
            problems.append(Problem("The setting {key} cannot be {value}.", f"{source}{key}", params))
        else:
            settings = changed
    return replace(settings, problems=tuple(problems))


def _flat(said: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in said.items():
        if key in ("limits", "fonts") and isinstance(value, Mapping):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        else:
            yield key, value


def _set(settings: Settings, key: str, value: object) -> Settings | None:
    """The settings with this one; None when there is no such key or it cannot have this value."""
    path = _path(value)
    limit, font = key.removeprefix("limits."), key.removeprefix("fonts.")
    if key == "policies_dir" and path is not None:
        return replace(settings, policies_dir=path)
    if key == "backups_dir" and path is not None:
        return replace(settings, backups_dir=path)
    if key == "language" and isinstance(value, str) and value in LANGUAGES:
        return replace(settings, language=value)
    if limit != key and limit in Limits.__slots__ and type(value) is int and value > 0:
        return replace(settings, limits=replace(settings.limits, **{limit: value}))
    if font != key and font in Fonts.__slots__ and isinstance(value, str):
        return replace(settings, fonts=replace(settings.fonts, **{font: value.strip()}))
    return None


def _path(value: object) -> Path | None:
    return Path(value).expanduser().absolute() if isinstance(value, str) and value.strip() else None
