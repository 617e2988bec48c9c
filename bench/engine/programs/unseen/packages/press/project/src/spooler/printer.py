from typing import Awaitable, Callable

from .jobs import Job

Driver = Callable[[Job], Awaitable[bool]]
Probe = Callable[[], Awaitable[bool]]


class PrinterError(Exception):
    pass


class Printer:
    """A printer; `driver` is a coroutine function that prints a job, true if it worked.

    `probe`, if given, is a coroutine function that tells whether the printer is on line.
    """

    def __init__(
        self, name: str, driver: Driver, duplex: bool = True,
        max_sheets: int | None = None, probe: Probe | None = None,
    ):
        self.name = name
        self.duplex = duplex
        self.max_sheets = max_sheets
        self._driver = driver
        self._probe = probe

    def accepts(self, job: Job) -> bool:
        """Whether this printer can do the job at all."""
        if job.duplex and not self.duplex:
            return False
        return self.max_sheets is None or job.sheets <= self.max_sheets

    async def ready(self) -> bool:
        if self._probe is None:
            return True
        return bool(await self._probe())

    async def deliver(self, job: Job) -> bool:
        """Print the job; a PrinterError counts as a print that did not work."""
        try:
            return bool(await self._driver(job))
        except PrinterError:
            return False
