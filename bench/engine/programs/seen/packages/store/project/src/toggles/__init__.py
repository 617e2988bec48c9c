"""Feature flags with rules, gradual rollouts and prerequisites."""
from .model import Condition, Flag, Rule
from .store import FlagStore, UnknownFlag
from .evaluate import Evaluator

__all__ = ["Condition", "Flag", "Rule", "FlagStore", "UnknownFlag", "Evaluator"]
