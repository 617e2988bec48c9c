"""`python -m quire`: the command line."""

from __future__ import annotations

from quire.cli import main

if __name__ == "__main__":
    main()
