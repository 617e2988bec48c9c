"""Fixtures, league tables and knock-out rounds for small tournaments."""

from tournament.fixtures import double_round_robin, round_robin
from tournament.knockout import Bracket, seeding
from tournament.table import Record, Table

__all__ = ["Bracket", "Record", "Table", "double_round_robin", "round_robin", "seeding"]
