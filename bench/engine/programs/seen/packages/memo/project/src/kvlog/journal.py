"""The log file: one JSON array per line.

["set", key, value, expires]      expires: a time or null
["del", key]

A line that is cut off or damaged ends the readable part of the log.
"""
import json
import os


class Journal:
    def __init__(self, path):
        self.path = str(path)
        self._file = None

    def append(self, *records):
        """Write records; they are in the file when this returns."""
        if self._file is None:
            self._file = open(self.path, "a", encoding="utf-8")
        for record in records:
            self._file.write(json.dumps(record) + "\n")
        self._file.flush()

    def replay(self):
        """Yield the readable records in order."""
        if not os.path.exists(self.path):
            return
        with open(self.path, encoding="utf-8") as handle:
            for line in handle:
                if not line.endswith("\n"):
                    break
                try:
                    record = json.loads(line)
                except ValueError:
                    break
                yield record

    def rewrite(self, records):
        """Replace the whole log, in one step, by the given records."""
        temp = self.path + ".tmp"
        with open(temp, "w", encoding="utf-8") as handle:
            for record in records:
                handle.write(json.dumps(record) + "\n")
        self.close()
        os.replace(temp, self.path)

    def close(self):
        if self._file is not None:
            self._file.close()
            self._file = None
