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
