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
        self._changed = threading.Condition()
        self._wanted = False
        self._over = False
        self._error: OSError | None = None
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Let what was written reach the disk soon. Raises OSError when it did not before."""
        self.check()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        with self._changed:
            if not self._wanted:
                self._wanted = True
                self._changed.notify()

    def check(self) -> None:
        """Raise the OSError that kept something from the disk."""
        if (error := self._error) is not None:
            raise OSError(error.errno, error.strerror) from error

    def now(self) -> None:
        """Bring all that was written to the disk. Raises OSError where that fails or has failed."""
        self.check()
        with self._changed:
            self._wanted = False
        try:
            os.fdatasync(self._descriptor)
        except OSError:
            with self._changed:
                self._wanted = True
                self._changed.notify()
            raise

    def close(self) -> None:
        """Wait until everything asked for is on the disk. Raises OSError when it is not."""
        if self._thread is not None:
            with self._changed:
                self._over = True
                self._changed.notify()
            self._thread.join()
            self._thread = None
        self.check()

    def _work(self) -> None:
        over = False
        while not over:
            # Under the lock, or an end that comes between two looks would be missed.
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._over)
                over = self._changed.wait_for(lambda: self._over, DELAY)
                wanted, self._wanted = self._wanted, False
            if not wanted:
                continue
            try:
                os.fdatasync(self._descriptor)
            except OSError as error:
                self._error = error
                return
