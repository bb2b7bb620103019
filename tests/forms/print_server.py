"""A print server that prints nothing: its commands note how they were called, and say what they are bid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_COMMANDS = {
    # Each job has a file with its arguments, one a line, and one with what was to be printed.
    "lp": """
n=$(($(ls "$box" | grep -c 'args$') + 1))
cat > "$box/$n.pdf"
printf '%s\\n' "$@" > "$box/$n.part"
mv "$box/$n.part" "$box/$n.args"
if [ -e "$box/refuse-$n" ]; then
    mv "$box/$n.args" "$box/refuse-$n"
    rm "$box/refuse-$n"
    echo 'lp: Error - no such printer.' >&2
    exit 1
fi
printer=$2
echo "request id is $printer-$n (0 file(s))"
""",
    "lpstat": """
case "$*" in
    -e) printf 'Slips\\nLaser\\n' ;;
    -d) echo 'system default destination: Laser' ;;
    '-l -p') cat "$box/printers" ;;
    '-l -W completed -o') cat "$box/completed" ;;
    '-l -W not-completed -o') cat "$box/not-completed" ;;
esac
""",
    "lpoptions": """
echo 'PageSize/Media Size: *A4 Letter'
echo 'InputSlot/Media Source: *Auto Tray1 Tray2'
if [ "$2" = Laser ]; then echo 'Duplex/Both: *None DuplexNoTumble DuplexTumble'; fi
""",
    "cancel": """
echo "$1" >> "$box/cancelled"
""",
}


@dataclass(frozen=True)
class Printed:
    """One job as `lp` was given it."""

    printer: str
    title: str
    copies: int
    options: dict[str, str]
    pdf: bytes


class PrintServer:
    """What was printed, and what the commands are to say."""

    def __init__(self, folder: Path) -> None:
        self.commands, self.box = folder / "commands", folder / "box"
        self.commands.mkdir()
        self.box.mkdir()
        for name, script in _COMMANDS.items():
            command = self.commands / name
            command.write_text(f"#!/bin/sh\nbox='{self.box}'\n{script}", encoding="utf-8")
            command.chmod(0o755)
        for name in ("printers", "completed", "not-completed"):
            self.says(name, "")

    def says(self, list_: str, text: str) -> None:
        (self.box / list_).write_text(text, encoding="utf-8")

    def refuses(self, job: int) -> None:
        """The job of this number is not taken."""
        (self.box / f"refuse-{job}").touch()

    @property
    def printed(self) -> list[Printed]:
        """The jobs in order."""
        return [_read(path) for path in sorted(self.box.glob("*.args"), key=lambda path: int(path.stem))]

    @property
    def cancelled(self) -> list[str]:
        path = self.box / "cancelled"
        return path.read_text(encoding="utf-8").split() if path.exists() else []


def _read(path: Path) -> Printed:
    given = path.read_text(encoding="utf-8").splitlines()
    assert given[-1] == "-", "the file comes through the standard input"
    pairs = dict(zip(given[:-1:2], given[1:-1:2], strict=True))
    options = [given[at + 1] for at, word in enumerate(given) if word == "-o"]
    return Printed(
        pairs["-d"],
        pairs["-t"],
        int(pairs["-n"]),
        {key: value for key, _sign, value in (one.partition("=") for one in options)},
        path.with_suffix(".pdf").read_bytes(),
    )
