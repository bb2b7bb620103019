"""Files and folders that a command is given: read within bounds, made before anything is done."""

from __future__ import annotations

from pathlib import Path

from counter.cases.reading import read_json
from counter.cases.written import LARGEST_FILE
from counter.errors import Refused, by_the_system


def data_in(file: Path) -> object:
    """The values of an application's file. Raises `Refused` for one that cannot be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _unusable(file, error) from None
    return read_json(content)


def made(folder: Path | None) -> None:
    """Make the folder where it is missing. Raises `Refused`: nothing is done that could not be kept."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from None


def _unusable(path: Path, error: OSError) -> Refused:
    told = by_the_system(error, path)
    return told or Refused(
        "{path} cannot be used: {reason}.", path=str(path), reason=error.strerror or str(error)
    )
