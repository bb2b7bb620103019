"""The rooms of the house and the doors between them."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("counter", "forms")

TOP_LEVEL = {
    *("counter", "forms", "resources", "packaging", "tests"),
    *("main.py", "run", "run.cmd", "pyproject.toml", "requirements.txt", "requirements-dev.txt"),
    *("README.md", "CHANGELOG.md", "LICENSE"),
    *(".git", ".gitattributes", ".gitignore", ".ci"),
}

# Names that say nothing about what is inside.
DRAWERS = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "base", "misc"}

CLOCK = re.compile(
    r"(^|\.)(datetime|date)\.(now|utcnow|today)$"
    r"|(^|\.)time\.(time|time_ns|localtime|gmtime|ctime|strftime)$"
    r"|(^|\.)Q(Date|Time|DateTime)\.current\w+$"
    r"|(^|\.)func\.(now|current_\w+|localtime\w*|sysdate)$"
)
ENVIRONMENT = re.compile(
    r"(^|\.)os\.(environb?|getenvb?|putenv|unsetenv)$|(^|\.)(QProcessEnvironment|qEnvironment\w+)$"
)

# An absolute path of some machine, or words of an installer that lead to a package registry.
PLACES = re.compile(
    rb"(?<![\w./*-])/(?:root|home/\w+|Users/\w+|tmp|work|mnt|opt|srv|media)/"
    rb"|[A-Z]:\\Users\\"
    rb"|(?:index|find|trusted)-(?:url|links|host)|https?://[^\s\"']*/simple/"
)


def python_files(*tops: str) -> list[Path]:
    return [ROOT / "main.py", *(path for top in tops for path in sorted((ROOT / top).rglob("*.py")))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(node: ast.expr) -> str:
    """The name as written, `datetime.datetime.now`; empty for what is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{inner}.{node.attr}" if (inner := dotted(node.value)) else ""
    return ""


def names_used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every dotted name that is read, with its line; a name that was imported is given its full name."""
    full: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            full |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            full |= {alias.asname: alias.name for alias in node.names if alias.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = dotted(node).partition(".")
            yield node.lineno, full.get(first, first) + dot + rest


def uses(pattern: re.Pattern[str], *, allowed: str) -> list[str]:
    return [
        f"{name_of(path)}:{line}: {name}"
        for path in python_files(*PROGRAM)
        if name_of(path) != allowed
        for line, name in names_used(tree_of(path))
        if pattern.search(name)
    ]


@cache
def ignored_patterns() -> list[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.rstrip("/") for line in lines if line and not line.startswith("#")]


def is_ignored(path: Path) -> bool:
    """Whether Git leaves it out: by its name anywhere, or by `/name` at the top alone."""
    names = {path.name, f"/{name_of(path)}"}
    return any(fnmatch(name, pattern) for name in names for pattern in ignored_patterns())


def files_of_the_project() -> Iterator[Path]:
    """Every file but what a run makes, what an office keeps, and Git's own."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name == ".git" or is_ignored(path):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def in_its_own_process(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_imports_go_one_way() -> None:
    # The linter silences every logger of the process that it runs in.
    run = in_its_own_process(
        "from importlinter.cli import lint_imports; import sys; "
        "sys.exit(lint_imports('pyproject.toml', no_cache=True, no_logo=True))"
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_room_has_its_place_in_the_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = set(re.findall(r"counter\.(\w+)", str(contracts["contracts"][0]["layers"])))
    found = {
        path.stem for path in (ROOT / "counter").iterdir() if path.name not in {"__init__.py", "__pycache__"}
    }
    assert found == named


def test_no_contract_has_an_exception() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore_imports" not in text


def test_main_imports_only_the_program_and_loads_the_screens_late() -> None:
    late = {"forms", "PySide6"}
    for node in ast.walk(tree_of(ROOT / "main.py")):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for top in (module.partition(".")[0] for module in modules):
            assert top in sys.stdlib_module_names | {"counter", "forms"}, f"main.py imports {top}"
            assert top not in late or node.col_offset > 0, f"main.py imports {top} before it is needed"


def test_a_command_needs_no_qt() -> None:
    run = in_its_own_process(
        "import sys, main, counter.cli; sys.exit(bool({'PySide6', 'forms'} & set(sys.modules)))"
    )
    assert run.returncode == 0, run.stderr or "a command loads Qt"


def test_the_clock_is_read_in_one_place() -> None:
    found = uses(CLOCK, allowed="counter/services/clock.py")
    assert not found, "\n".join(found)


def test_the_environment_is_read_by_the_settings_alone() -> None:
    found = uses(ENVIRONMENT, allowed="counter/settings.py")
    assert not found, "\n".join(found)


def test_the_top_level_holds_only_what_it_should() -> None:
    found = {path.name for path in ROOT.iterdir() if not is_ignored(path)}
    assert found <= TOP_LEVEL, sorted(found - TOP_LEVEL)


def test_packaging_does_not_shadow_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_tests_do_not_shadow_the_packages_they_test() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_a_package_file_holds_one_sentence() -> None:
    for path in python_files(*PROGRAM, "resources"):
        if path.name == "__init__.py":
            body = tree_of(path).body
            assert len(body) == 1 and ast.get_docstring(tree_of(path)), name_of(path)


def test_every_module_says_what_it_is() -> None:
    silent = [name_of(path) for path in python_files(*PROGRAM) if not ast.get_docstring(tree_of(path))]
    assert not silent, "\n".join(silent)


def test_no_module_is_a_drawer() -> None:
    drawers = [name_of(p) for p in python_files(*PROGRAM) if {*p.relative_to(ROOT).parts, p.stem} & DRAWERS]
    assert not drawers, "\n".join(drawers)


def test_every_check_that_is_silenced_names_itself_and_its_reason() -> None:
    good = re.compile(r"# (type: ignore\[[\w, -]+\]|noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*) +(#|-) ?\w.+")
    silencing = re.compile(r"# ?(type: ?ignore|noqa|mypy:|ruff:)")
    for path in python_files(*PROGRAM, "tests"):
        source = path.read_text(encoding="utf-8")
        if not silencing.search(source):
            continue
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            comment = token.string
            if token.type == tokenize.COMMENT and silencing.search(comment):
                assert good.fullmatch(comment), f"{name_of(path)}:{token.start[0]}: {comment}"


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name_of(path)}: {match[0].decode(errors='replace')}"
        for path in files_of_the_project()
        if path != Path(__file__) and b"\0" not in (content := path.read_bytes())
        for match in [PLACES.search(content)]
        if match
    ]
    assert not found, "\n".join(found)
