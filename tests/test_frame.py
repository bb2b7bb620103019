"""What holds the project together: its lock, its declared dependencies, its log of changes."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from counter.settings import VERSION

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lines: list[str]) -> dict[str, str]:
    """Package to version, for lines that begin `package==version`."""
    found = (re.match(r"([\w.-]+)==([\w.]+)", line) for line in lines)
    return {normal(match[1]): match[2] for match in found if match}


def lock(name: str) -> list[str]:
    """The entries of a lock file, each on one line with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [entry for entry in text.replace("\\\n", "").splitlines() if not entry.startswith("#")]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    assert pins(PROJECT["dependencies"]).items() <= pins(lock("requirements.txt")).items()
    assert pins(PROJECT["optional-dependencies"]["dev"]).items() <= pins(lock("requirements-dev.txt")).items()


def test_the_tests_run_with_the_versions_that_the_program_runs_with() -> None:
    assert pins(lock("requirements.txt")).items() <= pins(lock("requirements-dev.txt")).items()


def test_every_locked_package_is_held_by_hashes_and_nothing_else() -> None:
    form = re.compile(r"[a-z0-9-]+==\S+( ; [\w ='.<>!()]+)?( +--hash=sha256:[0-9a-f]{64})+ *")
    for name in ("requirements.txt", "requirements-dev.txt"):
        for entry in lock(name):
            assert form.fullmatch(entry), f"{name}: {entry[:80]}"


def imported_by(*tops: str) -> dict[str, str]:
    """Every package from outside that these parts import, with a file that does."""
    found: dict[str, str] = {}
    for path in [
        path for top in tops for path in [ROOT / top, *(ROOT / top).rglob("*.py")] if path.is_file()
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            found |= {name.partition(".")[0]: str(path.relative_to(ROOT)) for name in names}
    own = {"counter", "forms", "resources", "main", "tests"}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names | own}


def givers_of(name: str) -> set[str]:
    """The packages that a name can be imported from."""
    return {normal(giver) for giver in distributions().get(name, [])}


@cache
def distributions() -> Mapping[str, list[str]]:
    return importlib.metadata.packages_distributions()


def test_the_program_declares_just_what_it_imports() -> None:
    declared = set(pins(PROJECT["dependencies"]))
    used: set[str] = set()
    for name, path in imported_by("main.py", "counter", "forms").items():
        assert givers_of(name) & declared, f"{path} imports {name}"
        used |= givers_of(name)
    assert declared <= used


def test_the_tests_import_only_what_is_declared() -> None:
    declared = pins(PROJECT["dependencies"]) | pins(PROJECT["optional-dependencies"]["dev"])
    for name, path in imported_by("tests").items():
        assert givers_of(name) & set(declared), f"{path} imports {name}"


def test_the_program_knows_its_own_version() -> None:
    assert PROJECT["version"] == VERSION


def test_every_release_says_what_was_decided() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert releases[0].startswith(PROJECT["version"])
    for release in releases:
        assert re.search(r"^\*Decisions\.\* \S", release, re.MULTILINE), release.splitlines()[0]


def test_every_file_that_the_readme_points_to_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
