"""Measures migrations of real packages: `python bench/engine/migrations.py --help`."""

import runpy
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[0:1] = [str(REPOSITORY), str(REPOSITORY / "src")]
runpy.run_module("bench.engine.migration_measure", run_name="__main__")
