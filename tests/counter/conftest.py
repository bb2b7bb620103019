"""Which tests are of the life of a case: `./run test life` runs those alone."""

from fnmatch import fnmatch

import pytest

LIFE = (
    "test_life_of_*.py",
    "test_fifteen_checks.py",
    "test_model_of_*.py",
    "test_deadlines.py",
    "test_clock_ledger.py",
    "test_calendars_loaded.py",
    "test_holidays.py",
    "test_promises.py",
)
"""The stories, the checks of acceptance, the model, and the vectors and rules of every clock."""


def pytest_itemcollected(item: pytest.Item) -> None:
    if any(fnmatch(item.path.name, pattern) for pattern in LIFE):
        item.add_marker(pytest.mark.life)
