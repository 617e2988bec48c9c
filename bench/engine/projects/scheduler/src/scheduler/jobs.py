"""A job and one run of it."""

import asyncio
from dataclasses import dataclass, field


class JobFailed(Exception):
    """A job failed after all its attempts."""

    def __init__(self, name, attempts):
        super().__init__(f"{name} failed after {attempts} attempts")
        self.name = name
        self.attempts = attempts


@dataclass
class Job:
    name: str
    action: object
    needs: list = field(default_factory=list)
    retries: int = 0
    timeout: float = None

    async def attempt(self, results):
        """Run the action once, with the results of the jobs that it needs."""
        inputs = {name: results[name] for name in self.needs}
        if self.timeout is None:
            return await self.action(**inputs)
        return await asyncio.wait_for(self.action(**inputs), self.timeout)

    async def run(self, results, pause=asyncio.sleep):
        """Run the action until it succeeds, at most 1 + retries times.

        The pauses between attempts are 1, 2, 4 ... seconds.
        """
        for number in range(self.retries + 1):
            if number > 0:
                await pause(2 ** (number - 1))
            try:
                return await self.attempt(results)
            except Exception as error:
                last = error
        raise JobFailed(self.name, self.retries + 1) from last
