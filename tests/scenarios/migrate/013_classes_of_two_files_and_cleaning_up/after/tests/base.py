from collections import Counter
from contextlib import ExitStack


class FolderCase:
    def setup_method(self):
        self.cleanups = ExitStack()
        self.names = []

    def teardown_method(self):
        self.cleanups.close()

    def assertNames(self, *names):
        assert Counter(self.names) == Counter(names)
