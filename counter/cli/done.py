"""What a command answers, and the shape of every command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from counter.settings import Settings


@dataclass(frozen=True, slots=True)
class Done:
    """Plain values for JSON, and the number with which the command ends."""

    data: Mapping[str, object]
    status: int = 0


Command: TypeAlias = Callable[[argparse.Namespace, Settings], Done]
"""Raises `Refused`, `Stale` or `BadCatalogue`, and then nothing was stored."""
