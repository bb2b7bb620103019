"""Runs first in the built program: where nobody chose a language, Chinese is written all the same."""

import os
import sys

if sys.platform == "linux":
    chosen = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "LC_CTYPE")
    # An ordinary Python does the same by itself; a built one does not.
    if os.environ.get(chosen, "C") in ("C", "POSIX"):
        os.environ[chosen] = "C.UTF-8"
