"""The program `quire`, also as `python -m quire`."""

from __future__ import annotations

import gc
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; Ctrl-C while it is being loaded ends the process without a word."""
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()  # a command turns it on when it is loaded: modules are no garbage, and cost 20 ms
    from quire.cli import main as run

    signal.signal(signal.SIGINT, usual)
    run()


if __name__ == "__main__":
    main()
