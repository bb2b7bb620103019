"""Load the responsibility list: every problem at once, or the catalogue; and keep the last good list."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from counter.catalogue import lists
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from counter.catalogue.policy_file import Known, read_policy
from counter.catalogue.statutory import longer_than_the_law
from counter.catalogue.tables import Table
from counter.errors import BadCatalogue, Problem

LISTS = ("departments", "facts", "standards", "materials", "places", "district")
"""The files beside `policies/` and `calendars/`."""

T = TypeVar("T")

_CURRENT = "current"


def load(policies_dir: Path | None = None) -> Catalogue:
    """Read the list that ships with the program, or a folder of the same layout laid over it.

    A file of `policies_dir` replaces the shipped one; its `policies/` replaces that tree as a whole.
    Raises `BadCatalogue` with every problem; `field` is `file: key`.
    """
    return _read_in_force(_shipped_and(policies_dir))


def load_as_far_as_possible(policies_dir: Path | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
    """What could be read of a list, and everything that is wrong with it; to be looked at, never to judge by.

    Raises `BadCatalogue` when there is no list at all.
    """
    catalogue, problems = _read_on(_shipped_and(policies_dir))
    return catalogue, problems or tuple(longer_than_the_law(catalogue.policies))


def load_or_last_good(
    policies_dir: Path | None, last_good_dir: Path
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Load the list and keep a copy; a broken one gives the last good copy, with its problems as notice.

    Raises `BadCatalogue` when the list is broken and no good copy was ever kept.
    """
    sources = _shipped_and(policies_dir)
    try:
        catalogue = _read_in_force(sources)
    except BadCatalogue as bad:
        kept = _last_kept(last_good_dir)
        if kept is None:
            raise
        return kept, bad.problems
    if _last_digest(last_good_dir) != catalogue.digest:
        _keep(sources, catalogue.digest, last_good_dir)
    return catalogue, ()


def load_kept(digest: str, last_good_dir: Path) -> Catalogue:
    """A list as it was kept under its digest, so that an old case is judged by the list of its day.

    Raises `BadCatalogue` when that list was never kept here, or is not what it was.
    """
    folder = last_good_dir / digest
    if not folder.is_dir():
        raise BadCatalogue("The list {digest} is not kept here.", digest=digest)
    catalogue = _read(_folder(folder))
    if catalogue.digest != digest:
        raise BadCatalogue("The list kept as {digest} has been changed.", digest=digest)
    return catalogue


# --- files ---------------------------------------------------------------------------------------


def _shipped_and(policies_dir: Path | None) -> dict[str, bytes]:
    shipped = _folder(Path(str(files("resources"))))
    if policies_dir is None:
        return shipped
    if not policies_dir.is_dir():
        raise BadCatalogue("The folder of the list does not exist.", field=str(policies_dir))
    own = _folder(policies_dir)
    if any(name.startswith("policies/") for name in own):
        shipped = {name: data for name, data in shipped.items() if not name.startswith("policies/")}
    return shipped | own


def _folder(folder: Path) -> dict[str, bytes]:
    """The catalogue's files of a folder by their path below it, in sorted order."""
    paths = [folder / f"{name}.toml" for name in LISTS]
    paths += [*folder.glob("policies/*/*.toml"), *folder.glob("calendars/*.toml")]
    named = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    return {name: named[name].read_bytes() for name in sorted(named)}


def _digest(sources: Mapping[str, bytes]) -> str:
    seal = hashlib.sha256()
    for name in sorted(sources):
        seal.update(f"{name}\0{len(sources[name])}\0".encode())
        seal.update(sources[name])
    return seal.hexdigest()


def _last_digest(last_good_dir: Path) -> str | None:
    pointer = last_good_dir / _CURRENT
    if not pointer.is_file():
        return None
    digest = pointer.read_text(encoding="ascii").strip()
    return digest if (last_good_dir / digest).is_dir() else None


def _last_kept(last_good_dir: Path) -> Catalogue | None:
    digest = _last_digest(last_good_dir)
    try:
        return None if digest is None else load_kept(digest, last_good_dir)
    except BadCatalogue:
        return None


def _keep(sources: Mapping[str, bytes], digest: str, last_good_dir: Path) -> None:
    """Write the copy beside its place and rename it in, then the pointer: a power cut leaves the old one."""
    last_good_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(suffix=".part", dir=last_good_dir) as beside:
        copy, pointer = Path(beside) / "list", Path(beside) / _CURRENT
        for name, data in sources.items():
            path = copy / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)
        kept = last_good_dir / digest
        try:
            copy.rename(kept)
        except OSError:
            # Kept before, or by another window in this moment.
            if not kept.is_dir():
                raise
        _write(pointer, digest.encode("ascii"))
        pointer.replace(last_good_dir / _CURRENT)
    _settle(last_good_dir)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the renames in a folder last; Windows does so by itself and cannot open a folder."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- reading -------------------------------------------------------------------------------------


def _read(sources: Mapping[str, bytes]) -> Catalogue:
    catalogue, problems = _read_on(sources)
    if problems:
        raise BadCatalogue.because(problems)
    return catalogue


def _read_in_force(sources: Mapping[str, bytes]) -> Catalogue:
    """A list of today, whose limits may not be longer than the law's; one that is kept may be older."""
    catalogue = _read(sources)
    if longer := tuple(longer_than_the_law(catalogue.policies)):
        raise BadCatalogue.because(longer)
    return catalogue


def _read_on(sources: Mapping[str, bytes]) -> tuple[Catalogue, tuple[Problem, ...]]:
    problems: list[Problem] = []
    tables = {name: table for name, data in sources.items() if (table := _parse(name, data, problems))}
    for name in LISTS:
        if f"{name}.toml" not in sources:
            problems.append(Problem("The file is missing.", f"{name}.toml"))
    policy_tables = [table for name, table in tables.items() if name.startswith("policies/")]
    codes = frozenset(code for table in policy_tables if isinstance(code := table.data.get("code"), str))

    def read(name: str, reader: Callable[[Table], T]) -> T | None:
        table = tables.get(f"{name}.toml")
        return None if table is None else reader(table)

    known = Known(
        departments=read("departments", lists.departments),
        categories=read("facts", lists.categories),
        facts=read("facts", lists.facts),
        standards=read("standards", lists.standards),
        materials=read("materials", lists.materials),
        # Where a policy file could not be read, no other may be blamed for naming it.
        policies=codes if len(policy_tables) == sum(n.startswith("policies/") for n in sources) else None,
    )
    places = read("places", lists.places)
    district = read("district", lambda table: lists.district(table, known.policies, known.departments))
    if district and places and (place := district[0].get("place")) and place.value not in ("", *places):
        problems.append(
            Problem(
                "No township of the district has the code {code}. Correct it.",
                "district.toml: settings.place.value",
                {"code": place.value},
            )
        )
    policies = [(table, read_policy(table, known)) for table in policy_tables]
    _check_duplicates(policies)
    calendar = lists.calendar(table for name, table in tables.items() if name.startswith("calendars/"))
    if not policies:
        problems.append(Problem("There is no policy.", "policies"))
    catalogue = Catalogue(
        departments=known.departments or {},
        policies=tuple(sorted((policy for _, policy in policies), key=_place_in_list)),
        facts=known.facts or {},
        categories=known.categories or {},
        standards=known.standards or {},
        materials=known.materials or {},
        places=places or {},
        calendar=calendar,
        district=district[0] if district else {},
        liaisons=district[1] if district else {},
        digest=_digest(sources),
    )
    return catalogue, tuple(problems)


def _parse(name: str, data: bytes, problems: list[Problem]) -> Table | None:
    try:
        # Line ends as on every system, so that a copy that passed through another one reads the same.
        parsed = tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"), parse_float=_exact)
    except UnicodeDecodeError:
        problems.append(Problem("The file is not UTF-8; save it as UTF-8.", name))
    except tomllib.TOMLDecodeError as error:
        why, _, place = str(error).partition(" (at ")
        key = place.rstrip(")")
        problems.append(
            Problem("The file is not TOML: {why}", f"{name}: {key}" if key else name, {"why": why})
        )
    else:
        return Table(parsed, name, problems)
    return None


def _exact(text: str) -> object:
    """`0.35` as a fraction; what is no number stays a text and is refused where it is read."""
    try:
        return Fraction(text)
    except ValueError:
        return text


def _place_in_list(policy: Policy) -> tuple[int, str]:
    return policy.order, policy.valid_from.isoformat() if policy.valid_from else ""


def _check_duplicates(policies: list[tuple[Table, Policy]]) -> None:
    """The same code may stand again for a later day; a place belongs to one code. Both sides are told."""
    for table, policy in policies:
        for other, rival in policies:
            if rival is policy:
                continue
            if (rival.code, rival.valid_from) == (policy.code, policy.valid_from):
                table.report("{file} has the same code and day.", "code", file=other.file)
            elif rival.order == policy.order and rival.code != policy.code:
                table.report("{file} has the same order.", "order", file=other.file)
            if rival.title == policy.title and rival.code != policy.code:
                table.report("{file} has the same title.", "title", file=other.file)
            if policy.judged is not None and rival.judged == policy.judged and rival.code != policy.code:
                table.report("{file} has the same place in the judgement.", "judged", file=other.file)
