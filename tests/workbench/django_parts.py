"""The parts of Django that run tests, as far as the workbench reaches for them."""

from __future__ import annotations

_CASE = """\
import unittest


class SimpleTestCase(unittest.TestCase):
    def __call__(self, result=None):
        self.client = "made ready"
        super().__call__(result)


class TestCase(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpTestData()

    @classmethod
    def setUpTestData(cls):
        pass
"""
_RUNNER = """\
import unittest


class DiscoverRunner:
    def build_suite(self, labels):
        loader = unittest.TestLoader()
        return unittest.TestSuite(
            loader.discover(each) if each == "." or "/" in each or each == "backend"
            else loader.loadTestsFromName(each)
            for each in labels or ["."]
        )

    def run_suite(self, suite, **kwargs):
        return unittest.TextTestRunner(resultclass=None).run(suite)

    def run_tests(self, labels):
        result = self.run_suite(self.build_suite(labels))
        return len(result.failures) + len(result.errors)
"""
_COMMAND = """\
import importlib
import os
import sys


def execute_from_command_line(argv):
    from django.test.runner import DiscoverRunner

    importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    labels = [each for each in argv[2:] if not each.startswith("-")]
    if DiscoverRunner().run_tests(labels):
        sys.exit(1)
"""
_CONF = """\
class Settings:
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}


settings = Settings()
"""
_MODELS = "class Model:\n    pass\n"
_ROOT = """\
def setup():
    from django.conf import settings

    assert settings.DATABASES["default"]["NAME"] == ":memory:"
    settings.is_ready = True
"""
DJANGO = {
    "django/__init__.py": _ROOT,
    "django/conf/__init__.py": _CONF,
    "django/core/__init__.py": "",
    "django/core/management/__init__.py": _COMMAND,
    "django/db/__init__.py": "",
    "django/db/models/__init__.py": _MODELS,
    "django/test/__init__.py": _CASE,
    "django/test/runner.py": _RUNNER,
}

MANAGE = """\
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
"""
PRICING = """\
def discount(total: int, percent: int) -> int:
    if percent < 0 or percent > 100:
        raise ValueError("percent must be between 0 and 100")
    return total + total * percent // 100
"""
TESTS = """\
from django.test import SimpleTestCase, TestCase

from shop.pricing import discount


class Prices(SimpleTestCase):
    def test_discount(self):
        self.assertEqual(discount(1000, 10), 900)

    def test_nothing_off(self):
        self.assertEqual(discount(1000, 0), 1000)


class Kept(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.total = 50

    def test_half(self):
        self.assertEqual(self.client, "made ready")
        self.assertEqual(discount(self.total, 50), 25)
"""
PROJECT = {
    "manage.py": MANAGE,
    "site_of/__init__.py": "",
    "site_of/settings.py": "",
    "shop/__init__.py": "",
    "shop/pricing.py": PRICING,
    "shop/tests.py": TESTS,
}
