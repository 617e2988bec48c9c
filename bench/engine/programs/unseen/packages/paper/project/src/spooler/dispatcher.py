import asyncio

from .jobs import Job, State
from .printer import Printer
from .queue import DuplicateJob, PrintQueue
from .quota import QuotaLedger


class Dispatcher:
    def __init__(self, printers: list[Printer], ledger: QuotaLedger, max_attempts: int = 3):
        self.printers = list(printers)
        self.ledger = ledger
        self.max_attempts = max_attempts
        self.queue = PrintQueue()
        self.log: list[tuple[str, str, State]] = []

    def submit(self, job: Job) -> None:
        """Queue a job and reserve its sheets.

        DuplicateJob or QuotaExceeded leaves the queue and the ledger as they were.
        """
        if job.job_id in self.queue:
            raise DuplicateJob(job.job_id)
        self.queue.add(job)
        self.ledger.reserve(job.owner, job.sheets)
        job.state = State.QUEUED

    def cancel(self, job_id: str) -> Job:
        """Withdraw a waiting job and give its sheets back."""
        job = self.queue.remove(job_id)
        self.ledger.release(job.owner, job.sheets)
        job.state = State.CANCELLED
        return job

    async def run_once(self) -> int:
        """Give every printer that is ready at most one job; return how many were given.

        The printers choose in their listed order and then print at the same time.
        """
        assigned: list[tuple[Printer, Job]] = []
        for printer in self.printers:
            if not await printer.ready():
                continue
            job = self.queue.pop_next(printer.accepts)
            if job is not None:
                job.state = State.PRINTING
                assigned.append((printer, job))
        outcomes = await asyncio.gather(*(p.deliver(j) for p, j in assigned))
        for (printer, job), worked in zip(assigned, outcomes):
            self._settle(printer, job, worked)
        return len(assigned)

    def _settle(self, printer: Printer, job: Job, worked: bool) -> None:
        """Book the outcome of one attempt.

        A success uses up the reserved sheets. After a failure the job goes back to its
        place, unless that was attempt number `max_attempts`: then it is given up, and
        its sheets are available again.
        """
        job.attempts += 1
        if worked:
            self.ledger.commit(job.owner, job.sheets)
            job.state = State.DONE
        elif job.attempts >= self.max_attempts:
            self.ledger.release(job.owner, job.sheets)
            job.state = State.FAILED
        else:
            job.state = State.QUEUED
            self.queue.put_back(job)
        self.log.append((printer.name, job.job_id, job.state))

    async def drain(self) -> list[str]:
        """Run until nothing more can be given out; ids of the jobs done, in order."""
        start = len(self.log)
        while await self.run_once():
            pass
        return [job_id for _, job_id, state in self.log[start:] if state is State.DONE]
