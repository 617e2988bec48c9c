"""Tests of unittest become plain ones, and what cannot become one is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.migrate_unittest import to_pytest, unittest_files
from quire.workbench.refactor_tree import Tree, Unable
from quire.workbench.source import splice
from tests.workbench.trees import lay


def converted(root: Path, body: str) -> str:
    """Give a test method's body as plain asserts."""
    head = "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
    tree = Tree.read(lay(root, {"test_a.py": f"{head}        {body}\n"}))
    plan = to_pytest(tree, "test_a.py")
    plan.changes(tree)
    text = splice(tree.files["test_a.py"].text, list(plan.spans["test_a.py"]))
    return text.rpartition("(self):\n        ")[2].rstrip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.assertEqual(a, b)", "assert a == b"),
        ("self.assertEqual(a == b, c or d, 'no')", "assert (a == b) == (c or d), 'no'"),
        ("self.assertEqual(f(), [x for x in y], msg=m)", "assert f() == [x for x in y], m"),
        ("self.assertFalse(a and b)", "assert not (a and b)"),
        ("self.assertIsInstance(a, (int, str))", "assert isinstance(a, (int, str))"),
        ("self.assertAlmostEqual(a + b, c - d)", "assert round((a + b) - (c - d), 7) == 0"),
        ("self.assertAlmostEqual(a, b, places=2)", "assert round(a - b, 2) == 0"),
        ("self.assertAlmostEqual(a, b, delta=0.1)", "assert abs(a - b) <= 0.1"),
        ("self.assertRegex(t, 'a+')", "assert re.search('a+', t)"),
        ("self.assertRaises(ValueError, int, 'x')", "pytest.raises(ValueError, int, 'x')"),
        ("self.fail('no')", "pytest.fail('no')"),
        ("self.skipTest('no')", "pytest.skip('no')"),
        ("self.assertCountEqual(a, b)", "assert Counter(a) == Counter(b)"),
        ("self.assertItemsEqual(a, b, 'no')", "assert Counter(a) == Counter(b), 'no'"),
        ("self.assertCountEqual([[1]], b)", "unittest.TestCase().assertCountEqual([[1]], b)"),
        ("self.assertDictContainsSubset({1: 2}, a)", "assert {1: 2}.items() <= a.items()"),
        (
            "self.assertEqual(\n            a,  # one\n            b)",
            "# one\n        assert a == b",
        ),
        (
            "with self.assertLogs('a') as caught:\n            f()",
            "with unittest.TestCase().assertLogs('a') as caught:\n            f()",
        ),
    ],
)
def test_an_assert_method_becomes_an_assert(tmp_path: Path, before: str, after: str) -> None:
    assert converted(tmp_path, before) == after


@pytest.mark.parametrize(
    "body",
    [
        "self.assertEqual(self.id(), 'a')",
        "x = [self.assertEqual(a, b) for a in c]",
        "self.assertUrl(a)",
    ],
)
def test_what_has_no_plain_counterpart_is_left_alone(tmp_path: Path, body: str) -> None:
    with pytest.raises(Unable, match="do not convert"):
        converted(tmp_path, body)


_HEAD = "from unittest import TestCase, main, skipIf\n\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("class TestA(TestCase):\n    def test_a(self):\n        self.assertEquals(1, 1)\n\n\n"
         "if __name__ == '__main__':\n    main()\n",
         "class TestA:\n    def test_a(self):\n        assert 1 == 1\n"),
        ("class TestA(TestCase):\n    def test_a(self):\n        self.maxDiff = None\n"
         "        class B:\n            def __init__(self):\n                self.id = 1\n"
         "        return self.assertTrue(B().id)\n",
         "class TestA:\n    def test_a(self):\n        self.maxDiff = None\n"
         "        class B:\n            def __init__(self):\n                self.id = 1\n"
         "        assert B().id\n"),
        ("class CartTest(TestCase):\n    def setUp(self):\n        super(CartTest, self).setUp()\n"
         "        self.a = 1\n\n    def test_a(self):\n        with self.assertRaises(KeyError, "
         "msg='x'):\n            {}[self.a]\n",
         "class TestCart:\n    def setup_method(self):\n        self.a = 1\n\n"
         "    def test_a(self):\n        with pytest.raises(KeyError):\n            {}[self.a]\n"),
        ("class TestA(TestCase):\n    def test_a(self):\n"
         "        self.assertRaisesRegex(ValueError, 'x', int, 'x', base=3)\n",
         "class TestA:\n    def test_a(self):\n        with pytest.raises(ValueError, match='x'):\n"
         "            int('x', base=3)\n"),
        ("class Both:\n    def test_a(self):\n        self.assertIn(1, self.made())\n\n\n"
         "class TestList(Both, TestCase):\n    def made(self):\n        return [1]\n",
         "class Both:\n    def test_a(self):\n        assert 1 in self.made()\n\n\n"
         "class TestList(Both):\n    def made(self):\n        return [1]\n"),
        ("class TestA(TestCase):\n    def setUp(self):\n        self.addCleanup(print, 'a')\n\n"
         "    def tearDown(self):\n        print('b')\n\n    def test_a(self):\n        pass\n",
         "from contextlib import ExitStack\n\n\nclass TestA:\n    def setup_method(self):\n"
         "        self.cleanups = ExitStack()\n        self.cleanups.callback(print, 'a')\n\n"
         "    def teardown_method(self):\n        print('b')\n        self.cleanups.close()\n\n"
         "    def test_a(self):\n        pass\n"),
        ("class TestA(TestCase):\n    @classmethod\n    def setUpClass(cls):\n"
         "        cls.addClassCleanup(print, 'a')\n\n    def test_a(self):\n"
         "        self.a = self.enterContext(open('a'))\n",
         "from contextlib import ExitStack\n\n\nclass TestA:\n    def setup_method(self):\n"
         "        self.cleanups = ExitStack()\n\n    def teardown_method(self):\n"
         "        self.cleanups.close()\n\n    @classmethod\n    def setup_class(cls):\n"
         "        cls.class_cleanups = ExitStack()\n"
         "        cls.class_cleanups.callback(print, 'a')\n\n"
         "    @classmethod\n    def teardown_class(cls):\n        cls.class_cleanups.close()\n\n"
         "    def test_a(self):\n        self.a = self.cleanups.enter_context(open('a'))\n"),
    ],
)  # fmt: skip
def test_classes_as_they_are_written_become_plain(tmp_path: Path, before: str, after: str) -> None:
    tree = Tree.read(lay(tmp_path, {"test_a.py": _HEAD + before}))
    plan = to_pytest(tree, "test_a.py")
    plan.changes(tree)
    text = splice(tree.files["test_a.py"].text, list(plan.spans["test_a.py"]))
    assert text.replace("import pytest\n", "").strip() == after.strip()


BASE = """import unittest


class Both:
    def assertBoth(self, a):
        self.assertTrue(a)


class BaseTest(Both, unittest.TestCase):
    def setUp(self):
        self.a = 1

    def test_base(self):
        self.assertBoth(self.a)
"""


@pytest.mark.parametrize(
    ("taken", "after"),
    [("from tests.base import BaseTest\n\n\nclass LowTest(BaseTest):\n    def setUp(self):\n"
      "        super().setUp()\n        self.addCleanup(print)\n",
      "from tests.base import TestBase\n\n\nclass TestLow(TestBase):\n"
      "    def setup_method(self):\n        super().setup_method()\n"
      "        self.cleanups.callback(print)\n"),
     ("from . import base\n\n\nclass LowTest(base.BaseTest):\n    pass\n",
      "from . import base\n\n\nclass TestLow(base.TestBase):\n    pass\n"),
     ("from .again import BaseTest as B\n\n\nclass LowTest(B):\n    pass\n",
      "from .again import TestBase as B\n\n\nclass TestLow(B):\n    pass\n")],
)  # fmt: skip
def test_classes_of_several_files_are_converted_together(
    tmp_path: Path, taken: str, after: str
) -> None:
    again = "from .base import BaseTest\n\n\nclass Again(BaseTest):\n    pass\n"
    files = {"tests/__init__.py": "", "tests/base.py": BASE, "tests/test_low.py": taken,
             "tests/again.py": again, "pytest.ini": "[pytest]\npython_files = *.py\n"}  # fmt: skip
    tree = Tree.read(lay(tmp_path, files))
    rows = unittest_files(tree, lambda path: path == "tests/test_low.py")
    assert rows == [(["tests/again.py", "tests/base.py", "tests/test_low.py"], 3)]
    plan = to_pytest(tree, "tests/again.py")
    plan.changes(tree)
    assert splice(taken, list(plan.spans["tests/test_low.py"])) == after
    base = splice(BASE, list(plan.spans["tests/base.py"]))
    assert "class Both:\n    def assertBoth(self, a):\n        assert a\n" in base
    assert "class TestBase(Both):\n    def setup_method(self):\n" in base
    assert ("        self.cleanups = ExitStack()\n" in base) is ("print" in taken)
    assert "import TestBase\n" in splice(again, list(plan.spans["tests/again.py"]))


CASE = "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        "


@pytest.mark.parametrize(
    ("files", "words"),
    [({"tests/tests.py": f"{CASE}pass\n"}, r"pytest collects no file named tests\.py"),
     ({"tests/test_a.py": f"{CASE}pass\n", "run.py": "from tests.test_a import TestA\n"},
      r"a class TestA that run\.py builds upon"),
     ({"tests/test_a.py": "import unittest\n\n\nclass B(unittest.TestCase):\n"
       "    def setUp(self):\n        self.addCleanup(print)\n\n\nclass TestA(B):\n"
       "    def setUp(self):\n        self.b = 1\n"}, "a setUp that does not call that of its"),
     ({"tests/test_a.py": "import unittest\n\n\nclass Both:\n    def open(self):\n"
       "        self.addCleanup(print)\n\n\nclass TestA(Both, unittest.TestCase):\n    pass\n"},
      r"self\.addCleanup in a plain class"),
     ({"tests/test_a.py": f"{CASE}pass\n\n\ndef load_tests(loader, tests, pattern):\n"
       "    return tests\n"}, "load_tests, which chooses the tests"),
     ({"tests/test_a.py": f"{CASE}pass\n\n\ndef main():\n    unittest.main()\n\n\n"
       "if __name__ == '__main__':\n    main()\n"}, r"a start of its own \(unittest\.main\)"),
     ({"tests/test_a.py": f"{CASE}pass\n\n\ndef suite():\n    return unittest.TestSuite()\n"},
      r"a start of its own \(unittest\.TestSuite\)"),
     ({"tests/test_a.py": f"{CASE.replace('TestA', 'High')}pass\n\n\nNAME = 'tests.test_a.High'\n"},
      "a class High that a text names"),
     ({"tests/test_a.py": f"{CASE}pass\n".replace("    def", "    async def").replace(
         "unittest.TestCase", "unittest.IsolatedAsyncioTestCase")}, "holds a coroutine")],
)  # fmt: skip
def test_what_a_conversion_would_lose_is_left_alone(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    tree = Tree.read(lay(tmp_path, {"tests/__init__.py": "", **files}))
    with pytest.raises(Unable, match=words):
        to_pytest(tree, next(iter(files)))


def test_a_name_that_a_file_has_is_not_taken_for_the_library_s(tmp_path: Path) -> None:
    body = CASE + "self.assertCountEqual(a, b)\n        self.addCleanup(print)\n"
    own = "from shop import Counter\n" + body.replace("        self.addCleanup(print)\n", "")
    tree = Tree.read(lay(tmp_path, {"test_a.py": own, "test_b.py": f"ExitStack = 1\n{body}"}))
    plan = to_pytest(tree, "test_a.py")
    text = splice(own, list(plan.spans["test_a.py"]))
    assert "        unittest.TestCase().assertCountEqual(a, b)\n" in text
    with pytest.raises(Unable, match="an ExitStack of its own"):
        to_pytest(tree, "test_b.py")


@pytest.mark.parametrize(
    ("above", "below", "left"),
    [
        ("import os\n\n", "\nimport sys\n", "import os\n\nimport sys\n"),
        ("import os\n\n", "\n\nclass A:\n    pass\n", "import os\n\n\nclass A:\n    pass\n"),
        ('"""Words."""\n\n', "\nimport os\n", '"""Words."""\n\nimport os\n'),
        ("", "\nimport os\n", "import os\n"),
        ("import os\n", "\nX = 1\n", "import os\n\nX = 1\n"),
        ("import os\n\n", "import sys\n\nX = 1\n", "import os\n\nimport sys\n\nX = 1\n"),
    ],
)
def test_blank_lines_around_an_import_that_goes_are_those_of_one_side(
    tmp_path: Path, above: str, below: str, left: str
) -> None:
    case = "\n\nclass TestA(TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n"
    gone = "import unittest\nfrom unittest import TestCase\n"
    tree = Tree.read(lay(tmp_path, {"test_a.py": f"{above}{gone}{below}{case}"}))
    plan = to_pytest(tree, "test_a.py")
    text = splice(tree.files["test_a.py"].text, list(plan.spans["test_a.py"]))
    assert text == f"{left}\n\nclass TestA:\n    def test_a(self):\n        assert 1\n"


def test_the_helpers_of_a_project_hand_unittest_on(tmp_path: Path) -> None:
    helpers = "try:\n    from unittest2 import *\nexcept ImportError:\n    from unittest import *\n"
    body = "from .old import TestCase\n\n\nclass TestA(TestCase):\n    def test_a(self):\n"
    both = ("try:\n    import unittest2 as unittest\nexcept ImportError:\n    import unittest\n"
            "import os\n\n\nclass TestB(unittest.TestCase):\n    x = os\n")  # fmt: skip
    first = f"{body}        self.fail()\n"
    files = {"tests/__init__.py": "", "tests/old.py": helpers,
             "tests/test_a.py": first, "tests/test_b.py": both}  # fmt: skip
    tree = Tree.read(lay(tmp_path, files))
    rows = unittest_files(tree, lambda path: True)
    assert rows == [(["tests/test_a.py"], 1), (["tests/test_b.py"], 1)]
    plan = to_pytest(tree, "tests/test_a.py")
    assert splice(first, list(plan.spans["tests/test_a.py"])) == (
        "import pytest\n\n\nclass TestA:\n    def test_a(self):\n        pytest.fail('')\n"
    )
    plan = to_pytest(tree, "tests/test_b.py")
    assert splice(both, list(plan.spans["tests/test_b.py"])) == (
        "import os\n\n\nclass TestB:\n    x = os\n"
    )
