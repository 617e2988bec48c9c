"""A calculator for one-line formulas."""

from calc.evaluate import evaluate, run

__all__ = ["evaluate", "run"]
