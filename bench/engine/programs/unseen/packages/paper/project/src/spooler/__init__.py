"""A small print spooler: jobs, a priority queue, sheet quotas and a dispatcher."""
from .dispatcher import Dispatcher
from .jobs import Job, Priority, State
from .printer import Printer, PrinterError
from .queue import DuplicateJob, PrintQueue, UnknownJob
from .quota import QuotaExceeded, QuotaLedger
