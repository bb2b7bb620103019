"""The program: a window, or one command when arguments are given."""

import signal
import sys
from collections.abc import Sequence

from counter.settings import smoke_asked

PICTURES = ("demo", "pictures")
"""The commands that need a screen, if only one in memory; every other one knows no Qt."""


def main(words: Sequence[str]) -> int:
    """Open the window, or carry out the command that the words name. Returns how the program ends."""
    if smoke_asked():
        from forms.smoke import smoke

        return smoke()
    if words and words[0] in PICTURES:
        from forms import pictures

        return pictures.run(words)
    if words and not words[0].startswith("--office"):
        from counter.cli import line

        if hasattr(signal, "SIGPIPE"):
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends a command quietly
        return line.run(words)
    from forms import app

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt would not hear Ctrl+C; each field is kept
    return app.run(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
