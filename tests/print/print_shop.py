"""A real CUPS of our own: its folders, its port, and printers that write into a folder what they get."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

DRIVER = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
"""A printer that takes PDF; the filters of CUPS prepare each job for it as for any other."""
PROGRAMS = Path("/usr/lib/cups")
_PATIENCE = 30
# A backend of CUPS: without arguments it tells what it is, else it gets job, user, title, copies, options.
_BACKEND = """#!/bin/sh
if [ $# -eq 0 ]; then echo 'direct folder "Unknown" "Prints into a folder"'; exit 0; fi
out=${DEVICE_URI#folder:}
case "$out" in
    */stuck) echo 'STATE: +media-jam-error' >&2; echo 'ERROR: paper jam' >&2; exit 4 ;;
esac
cat > "$out/$1.part" && mv "$out/$1.part" "$out/$1.pdf"
"""
_FILES = """ServerRoot {top}/etc
RequestRoot {top}/spool
CacheDir {top}/cache
StateDir {top}/run
TempDir {top}/spool/tmp
ServerBin {top}/bin
ErrorLog {top}/log/error
AccessLog {top}/log/access
PageLog {top}/log/page
{user}
"""
_RULES = """Listen localhost:{port}
LogLevel info
Browsing Off
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""


@dataclass
class PrintShop:
    """A running print server; `address` is what CUPS calls CUPS_SERVER."""

    top: Path
    address: str
    server: subprocess.Popen[bytes]

    def add(self, name: str) -> Path:
        """A queue, and the folder into which its printer prints."""
        out = self.top / "out" / name
        out.mkdir(parents=True)
        _give_away(self.top / "out")
        self._run("lpadmin", "-p", name, "-E", "-v", f"folder:{out}", "-P", str(DRIVER))
        return out

    def _run(self, *command: str) -> None:
        env = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C.UTF-8"}
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=_PATIENCE)

    def printed(self, out: Path, job: str) -> Path:
        """What came out of the printer for a job, once it is there."""
        file = out / f"{job.rpartition('-')[2]}.pdf"
        for _turn in range(_PATIENCE * 10):
            if file.exists():
                return file
            time.sleep(0.1)
        raise AssertionError(f"{job} never came out: {(self.top / 'log' / 'error').read_text()[-2000:]}")

    def close(self) -> None:
        self.server.terminate()
        self.server.wait(_PATIENCE)


def opened(top: Path) -> PrintShop:
    """Start it in a folder that everyone may read: as root, CUPS works as somebody else."""
    assert DRIVER.exists() and (PROGRAMS / "filter" / "pdftopdf").exists(), (
        "apt-get install cups cups-filters"
    )
    for folder in ("etc/ppd", "spool/tmp", "cache", "log", "run", "out", "bin/backend"):
        (top / folder).mkdir(parents=True)
    for part in ("cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"):
        if (PROGRAMS / part).exists():
            (top / "bin" / part).symlink_to(PROGRAMS / part)
    backend = top / "bin" / "backend" / "folder"
    backend.write_text(_BACKEND, encoding="utf-8")
    backend.chmod(0o755)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    user = "User lp\nGroup lp\nSystemGroup root" if os.getuid() == 0 else ""
    (top / "etc" / "cups-files.conf").write_text(_FILES.format(top=top, user=user), encoding="utf-8")
    (top / "etc" / "cupsd.conf").write_text(_RULES.format(port=port), encoding="utf-8")
    for folder in ("spool", "cache", "run", "log", "out"):
        _give_away(top / folder)
    command = shutil.which("cupsd") or shutil.which("cupsd", path="/usr/sbin")
    assert command, "apt-get install cups"
    rules, files = top / "etc" / "cupsd.conf", top / "etc" / "cups-files.conf"
    server = subprocess.Popen([command, "-f", "-c", str(rules), "-s", str(files)])
    shop = PrintShop(top, f"localhost:{port}", server)
    for _turn in range(_PATIENCE * 10):
        with socket.socket() as asked:
            if asked.connect_ex(("localhost", port)) == 0:
                return shop
        time.sleep(0.1)
    shop.close()
    raise AssertionError((top / "log" / "error").read_text(encoding="utf-8"))


def _give_away(folder: Path) -> None:
    if os.getuid() == 0:
        for one in (folder, *folder.rglob("*")):
            shutil.chown(one, "lp", "lp")
