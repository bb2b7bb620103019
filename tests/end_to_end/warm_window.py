"""What a window has read once it has printed: done where windows are forked from, so each starts with it."""

import tempfile
from pathlib import Path

from counter.store import engine
from tests import once
from tests.end_to_end import printing_window

once.share()
# What is killed writes as the program does.
engine._tune = once.OWN_TUNE
with tempfile.TemporaryDirectory() as place:
    printing_window.fill(Path(place), 1)
    printing_window.run(Path(place))
