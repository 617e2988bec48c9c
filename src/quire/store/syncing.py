"""Bringing a file to the disk while its writer goes on."""

from __future__ import annotations

import os
import threading

DELAY = 0.05
"""Seconds until what was asked for is brought to the disk by itself."""


class Syncing:
    """A thread that brings what was written to a file to the disk, shortly after it is asked.

    Where the writer does so itself within that time, which brings all before it along, it rests.
    """

    def __init__(self, descriptor: int) -> None:
        """Stand by for the file behind `descriptor`; the thread starts with the first wish."""
        self._descriptor = descriptor
        self._wanted = threading.Event()
        self._over = threading.Event()
        self._error: OSError | None = None
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Let what was written reach the disk soon. Raises OSError when it did not before."""
        self.check()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._wanted.set()

    def check(self) -> None:
        """Raise the OSError that kept something from the disk."""
        if self._error is not None:
            raise self._error

    def now(self) -> None:
        """Bring all that was written to the disk. Raises OSError where that fails or has failed."""
        self.check()
        self._wanted.clear()
        try:
            os.fdatasync(self._descriptor)
        except OSError:
            self._wanted.set()
            raise

    def close(self) -> None:
        """Wait until everything asked for is on the disk. Raises OSError when it is not."""
        if self._thread is not None:
            self._over.set()
            self._wanted.set()
            self._thread.join()
            self._thread = None
        self.check()

    def _work(self) -> None:
        over = False
        while not over:
            self._wanted.wait()
            over = self._over.wait(DELAY)
            if not self._wanted.is_set():
                continue
            self._wanted.clear()
            try:
                os.fdatasync(self._descriptor)
            except OSError as error:
                self._error = error
                return
