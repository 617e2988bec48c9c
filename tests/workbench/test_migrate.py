"""Migrations planned on small projects: rules, newer syntax, plain asserts, settings."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from quire.workbench.migrate_apply import planned
from quire.workbench.migrate_project import written
from quire.workbench.migrate_rules import Rule, one_rule, read_rules, rules_in, shipped
from quire.workbench.migrate_setup import to_pyproject
from quire.workbench.migrate_unittest import to_pytest, unittest_files
from quire.workbench.migrate_wheel import Wheel, differences, opened
from quire.workbench.refactor_tree import Tree, Unable
from quire.workbench.source import splice
from tests.workbench.trees import lay


def applied(root: Path, source: str, rule: Rule) -> str:
    """Give a file as a rule leaves it, checked to parse."""
    tree = Tree.read(lay(root, {"a.py": source}))
    plan = planned(tree, rule)
    plan.changes(tree)
    return splice(source, list(plan.spans.get("a.py", ())))


def test_every_shipped_rule_says_what_it_is_for() -> None:
    rules = shipped()
    assert len({rule.id for rule in rules}) == len(rules) == 16
    assert all(rule.title for rule in rules)


def test_the_rules_for_one_name_are_those_that_replace_it() -> None:
    assert [rule.id for rule in shipped("datetime.utcnow")] == ["utcnow"]
    assert [rule.id for rule in shipped("collections.Mapping")] == ["collections-abc"]
    with pytest.raises(Unable, match=r"takes the place of os\.nothing"):
        shipped("os.nothing")


@pytest.mark.parametrize(
    ("source", "id", "expected"),
    [
        ("import datetime\nx = datetime.datetime.utcnow().year\n", "utcnow",
         "import datetime\n"
         "x = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).year\n"),
        ("from datetime import datetime as d\nx = d.utcfromtimestamp(1 + 2)  # why\n",
         "utcfromtimestamp",
         "from datetime import datetime as d\nimport datetime\n"
         "x = d.fromtimestamp(1 + 2, datetime.timezone.utc).replace(tzinfo=None)  # why\n"),
        ("import logging as l\nl.warn('a', extra={})\n", "logging-warn",
         "import logging as l\nl.warning('a', extra={})\n"),
        ("class A:\n    def f(self):\n        self._log.warn(\n            1,\n        )\n",
         "logger-warn",
         "class A:\n    def f(self):\n        self._log.warning(\n            1,\n        )\n"),
        ("import asyncio\nx = asyncio.get_event_loop()\nasync def f():\n"
         "    return asyncio.get_event_loop()\n", "get-event-loop",
         "import asyncio\nx = asyncio.get_event_loop()\nasync def f():\n"
         "    return asyncio.get_running_loop()\n"),
        ("import collections\nx = collections.Mapping\ny = collections.OrderedDict\n",
         "collections-abc",
         "import collections\nimport collections.abc\nx = collections.abc.Mapping\n"
         "y = collections.OrderedDict\n"),
        ("import cgi\nx = 'a' + cgi.escape(b if c else d)\n", "cgi-escape",
         "import html\nx = 'a' + html.escape(b if c else d, quote=False)\n"),
        ("from distutils.spawn import find_executable\nx = find_executable('a')\n",
         "find-executable", "import shutil\nx = shutil.which('a')\n"),
        ("self.assertEquals(a, b)\nother.assertEquals(a, b)\n", "unittest-aliases",
         "self.assertEqual(a, b)\nother.assertEquals(a, b)\n"),
        ("def f(logging):\n    logging.warn(1)\n", "logging-warn",
         "def f(logging):\n    logging.warn(1)\n"),
    ],
)  # fmt: skip
def test_a_shipped_rule_keeps_the_rest_as_it_is(
    tmp_path: Path, source: str, id: str, expected: str
) -> None:
    rule = next(each for each in shipped() if each.id == id)
    assert applied(tmp_path, source, rule) == expected


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        (
            "import a\nx = a.f(1, (2)) ** 2\n",
            "a.f($x, $y)",
            "$y - $x",
            "x = (2 - 1) ** 2\n",
        ),
        ("import a\nx = a.f(1 + 1)\n", "a.f($x)", "$x * 2", "x = (1 + 1) * 2\n"),
        (
            "import a\nx = a.f(1, 2)\ny = a.f(1, 1)\n",
            "a.f($x, $x)",
            "a.g($x)",
            "import a\nx = a.f(1, 2)\ny = a.g(1)\n",
        ),
        (
            "import a\nx = a.f(k=2, j=1)\n",
            "a.f(j=$x, $$rest)",
            "a.g($x, $$rest)",
            "import a\nx = a.g(1, k=2)\n",
        ),
        ("import a\nx = a.f(1)\n", "a.f($x, $$rest)", "a.g($x, $$rest)", "import a\nx = a.g(1)\n"),
        ("from a import f\nx = f\n", "a.f", "a.g", "from a import g as f\nx = f\n"),
        ("import a\nx = a.f\n", "a.f", "b.c.g", "import b.c\nx = b.c.g\n"),
    ],
)
def test_a_pattern_captures_what_it_names(
    tmp_path: Path, source: str, old: str, new: str, expected: str
) -> None:
    assert applied(tmp_path, source, one_rule(old, new)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule = 1", "has no"),
        ("[[rule]", "is no TOML"),
        ("[[rule]]\nid = 'a b'", "rule 1: it has no id"),
        ("[[rule]]\nid = 'a'", "no pattern and no moves"),
        ("[[rule]]\nid = 'a'\npattern = 'f()'", "replacement is no text"),
        ("[[rule]]\nid = 'a'\nfix = 'f()'", "there is no field fix"),
        ("[[rule]]\nid = 'a'\nmoves = ['x']", "lists of"),
        ("[[rule]]\nid = 'a'\npattern = 'f()'\nreplacement = 'g()'\nwhere = {a = '('}",
         "no regular expression"),
        ("[rule]\nid = 'a'", r"has no \[\[rule\]\], but \[rule\]"),
        ("[[rule]]\nid = 'a'\npattern = 'f($a)'\nreplacement = 'g($b)'",
         r"rule 1: the replacement has \$b, and its pattern has none"),
        ("[[rule]]\nid = 'a'\npattern = 'import f'\nreplacement = 'g()'",
         "rule 1: 'import f' is no expression"),
        ("[[rule]]\nid = 'a'\npattern = 'f($a)'\nreplacement = 'g($a)'\nwhere = {b = 'x'}",
         r"where speaks of b, and no pattern has \$b"),
        ("[[rule]]\nid = 'a'\npattern = 'f()'\nreplacement = 'g()'\ninside = 'sync'",
         "inside is 'sync'"),
        ("[[rule]]\nid = 'a'\nmoves = [['Old', 'b.New']]", "'Old' is no full name"),
    ],
)  # fmt: skip
def test_a_wrong_rule_file_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(Unable, match=words):
        read_rules(text, "rules.toml")


def test_rules_that_share_an_id_or_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    rule = "[[rule]]\nid = 'a'\npattern = 'f()'\nreplacement = 'g()'\n"
    root = lay(tmp_path, {"a.toml": rule, "b.toml": rule})
    with pytest.raises(Unable, match="a is the id of two rules"):
        rules_in(root, ["a.toml", "b.toml"])
    with pytest.raises(Unable, match=r"there is no file c\.toml"):
        rules_in(root, ["c.toml"])


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


def test_settings_of_other_tools_stay_in_setup_cfg(tmp_path: Path) -> None:
    files = {
        "setup.py": "from setuptools import setup\nsetup()\n",
        "setup.cfg": "[metadata]\nname = x\nversion = attr: x.V\n\n"
                     "[flake8]\nmax-line-length = 99\n\n"
                     "[options]\ninstall_requires =\n    a>=1\n    b\npackages = find:\n",
    }  # fmt: skip
    tree = Tree.read(lay(tmp_path, files))
    plan = to_pyproject(tree)
    assert plan.texts == {"setup.cfg": "[flake8]\nmax-line-length = 99\n\n"}
    assert plan.deleted == ["setup.py"]
    assert tomllib.loads(plan.created["pyproject.toml"]) == {
        "build-system": {"requires": ["setuptools>=61"],
                         "build-backend": "setuptools.build_meta"},
        "project": {"name": "x", "dependencies": ["a>=1", "b"], "dynamic": ["version"]},
        "tool": {"setuptools": {"include-package-data": False,
                                "packages": {"find": {"namespaces": False}},
                                "dynamic": {"version": {"attr": "x.V"}}}},
    }  # fmt: skip


def test_what_is_written_is_toml_whatever_the_texts_hold() -> None:
    fields: dict[str, object] = {"name": 'a"b', "description": "é \\", "keywords": "x\ny",
                                 "entry_points": {"my.group": ["k = m:f"]}}  # fmt: skip
    assert tomllib.loads(written(fields)) == {"project": {
        "name": 'a"b', "description": "é \\", "keywords": ["x", "y"],
        "entry-points": {"my.group": {"k": "m:f"}}},
        "tool": {"setuptools": {"include-package-data": False}}}  # fmt: skip


_COMPUTED = """\
import re
from setuptools import Command, find_packages, setup

with open("README.rst") as file:
    text = file.read()


class Tests(Command):
    def run(self):
        pass


setup(
    name="x",
    version=re.search("'(.*)'", open("x/__init__.py").read()).group(1),
    long_description=text,
    packages=find_packages(exclude=["tests"]),
    install_requires=[line for line in ["a>=1", "b"]],
    extras_require={"e": ["c"], ":os_name == 'nt'": ["d"]},
    cmdclass={"test": Tests},
    zip_safe=False,
)
"""


def test_what_setup_py_computes_is_what_it_tells_setup(tmp_path: Path) -> None:
    version = "__version__ = '1.2'\n"
    files = {"setup.py": _COMPUTED, "README.rst": "X\n=\n", "x/__init__.py": version}
    plan = to_pyproject(Tree.read(lay(tmp_path, files)))
    read = tomllib.loads(plan.created["pyproject.toml"])
    assert read["project"] == {
        "name": "x", "readme": "README.rst", "dependencies": ["a>=1", "b", "d; os_name == 'nt'"],
        "dynamic": ["version"], "optional-dependencies": {"e": ["c"]},
    }  # fmt: skip
    assert read["tool"]["setuptools"] == {
        "include-package-data": False,
        "packages": {"find": {"exclude": ["tests"], "namespaces": False}},
        "dynamic": {"version": {"attr": "x.__version__"}},
    }
    assert plan.notes[0] == "The commands test of setup.py are gone with it."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.rst", "setup.py", "x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import sys\nfrom setuptools import setup\n"
         "setup(name='x', install_requires=['a'] if sys.version_info < (3, 11) else [])\n",
         "another install_requires for Python"),
        ("import sys\nfrom setuptools import setup\n"
         "setup(name='x', scripts=['a.bat'] if sys.platform == 'win32' else ['a'])\n",
         "another scripts for win32"),
        ("from setuptools import setup\nsetup(name='x', long_description='word ' * 200)\n",
         "no files hold that text"),
        ("from setuptools import Extension, setup\n"
         "setup(name='x', ext_modules=[Extension('x', ['x.c'])])\n", "ext_modules"),
        ("import absent_here\n", "No module named 'absent_here'"),
        ("from setuptools import setup\nsetup(name='x', use_scm_version=True)\n",
         "use_scm_version"),
    ],
)  # fmt: skip
def test_what_pyproject_cannot_hold_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Unable, match=words):
        to_pyproject(Tree.read(lay(tmp_path, {"setup.py": text})))


def test_the_letters_of_names_in_setup_cfg_stay_as_they_are(tmp_path: Path) -> None:
    text = ("[metadata]\nname = x\nversion = 1\n\n[options.extras_require]\nPDF = a # why\n\n"
            "[options.entry_points]\nconsole_scripts =\n    Xy = x:m\n")  # fmt: skip
    files = {"setup.cfg": text}
    plan = to_pyproject(Tree.read(lay(tmp_path, files)))
    read = tomllib.loads(plan.created["pyproject.toml"])["project"]
    assert read["optional-dependencies"] == {"PDF": ["a"]}
    assert read["scripts"] == {"Xy": "x:m"}


def _wheel(path: Path, *, files: Iterable[str]) -> Wheel:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x-1.dist-info/METADATA", "Name: x\nVersion: 1\n")
        for name in files:
            archive.writestr(name, "")
    return opened(path)


def test_wheels_that_hold_other_files_are_told_apart(tmp_path: Path) -> None:
    before = _wheel(tmp_path / "a.whl", files=["x/a.py", "x/data.txt", "x-1.dist-info/zip-safe"])
    after = _wheel(tmp_path / "b.whl", files=["x/a.py", "tests/b.py"])
    assert differences(before, before) == []
    assert differences(before, after) == ["it lacks x/data.txt", "it has tests/b.py, too"]


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


def test_licenses_that_setuptools_may_overlook_are_named(tmp_path: Path) -> None:
    files = {"setup.py": "from setuptools import setup\nsetup(name='x', version='1')\n",
             "COPYING": "", "AUTHORS": ""}  # fmt: skip
    plan = to_pyproject(Tree.read(lay(tmp_path, files)))
    tool = tomllib.loads(plan.created["pyproject.toml"])["tool"]["setuptools"]
    assert tool["license-files"] == ["AUTHORS", "COPYING"]


def test_settings_of_other_tools_alone_are_no_change(tmp_path: Path) -> None:
    files = {"setup.py": "from setuptools import setup\nsetup(name='x', version='1')\n",
             "setup.cfg": "[flake8]\nmax-line-length = 99\n"}  # fmt: skip
    plan = to_pyproject(Tree.read(lay(tmp_path, files)))
    assert (plan.texts, plan.deleted) == ({}, ["setup.py"])
