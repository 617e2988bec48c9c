import unittest


class FolderCase(unittest.TestCase):
    def setUp(self):
        self.names = []

    def assertNames(self, *names):
        self.assertCountEqual(self.names, names)
