"""Run a set of dependent jobs on an asyncio loop, with retries."""

from .jobs import Job, ResultOf, State
from .report import Report
from .retry import RetryPolicy
from .runner import DependencyError, Runner

__all__ = ["DependencyError", "Job", "Report", "ResultOf", "RetryPolicy", "Runner", "State"]
