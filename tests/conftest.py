"""What every test shares: no screen unless one is asked for, and the same generated examples at each run."""

import os

from hypothesis import settings

# Before anything imports Qt; `QT_QPA_PLATFORM=xcb ./run test ...` shows the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A gate must give the same answer twice, on a slow machine as well.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate")
