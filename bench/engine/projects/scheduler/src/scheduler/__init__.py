"""Run asynchronous jobs in order of their needs, a few at a time, with retries."""

from .jobs import Job, JobFailed
from .plan import PlanError, stages
from .runner import Runner

__all__ = ["Job", "JobFailed", "PlanError", "Runner", "stages"]
