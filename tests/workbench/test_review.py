"""A review of whole repositories: which change, what it breaks elsewhere, what the tests say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.workbench.repository import MODULE, TESTS, git, report, repository, told, write

FILES = {"m.py": MODULE, "tests/test_m.py": TESTS, "conftest.py": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "p", FILES)


def test_a_failing_test_is_cited_at_the_changed_line(folder: Path) -> None:
    write(folder, {"m.py": MODULE.replace("value >= limit", "value > limit")})
    lines = report(folder)
    finding = lines[0]
    assert told(lines) == [("failing-test", "m.py", 6)]
    assert finding["title"] == "[P1] `test_high` fails with this change"
    assert finding["body"].startswith("Failing with the change, where the base passes: `tests/")
    assert lines[1] == {
        "type": "reviewed",
        "root": str(folder),
        "base": git(folder, "rev-parse", "HEAD"),
        "commit": "",
        "dropped": 0,
        "tests": {
            "problem": "",
            "command": ["python", "-m", "pytest"],
            "passed": 1,
            "failed": ["tests/test_m.py::test_high"],
            "failed_before": 1,
            "compared": True,
        },
        "files": [{"path": "m.py", "lines": [[6, 6]]}],
        "unread": [],
        "submodules": [],
    }
    assert lines[2]["type"] == "done"
    assert lines[2]["outcome"] == "reviewed"


def test_callers_that_were_left_behind_are_found(folder: Path) -> None:
    write(
        folder, {"use.py": "from m import low\n\n\ndef few(values):\n    return low(values, 3)\n"}
    )
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Use")
    write(folder, {"m.py": MODULE.replace("def low(values, limit)", "def low(values, *, limit)")})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("misfitting-call", "m.py", 1)]
    assert "use.py:5" in lines[0]["body"]


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("from . import tax", "tax.of(net, 2)"),
        ("from . import tax as t", "t.of(net, 2)"),
        ("from .tax import of", "of(net, 2)"),
        ("from shop import tax", "tax.of(net, 2)"),
        ("import shop.tax", "shop.tax.of(net, 2)"),
        ("import shop.tax as t", "t.of(net, 2)"),
    ],
)
def test_callers_are_found_however_they_import(tmp_path: Path, line: str, call: str) -> None:
    root = repository(
        tmp_path / "work",
        {
            "shop/__init__.py": "",
            "shop/tax.py": "def of(net, rate):\n    return net * rate\n",
            "shop/cart.py": f"{line}\n\n\ndef total(net):\n    return {call}\n",
        },
    )
    write(root, {"shop/tax.py": "def of(net, rate, country):\n    return net * rate\n"})
    assert ("misfitting-call", "shop/tax.py", 1) in told(report(root, "--no-tests"))


def test_what_is_gone_and_still_used_is_found(folder: Path) -> None:
    write(folder, {"m.py": MODULE.replace("def high", "def upper")})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("removed-name", "m.py", 5)]
    assert "tests/test_m.py:1" in lines[0]["body"]


def test_a_coroutine_that_nobody_awaits_is_found(folder: Path) -> None:
    write(folder, {"m.py": MODULE.replace("def low", "async def low")})
    assert told(report(folder, "--no-tests")) == [("missing-await", "m.py", 1)]


def test_a_result_that_may_be_none_is_found(folder: Path) -> None:
    old = "    return [value for value in values if value < limit]"
    new = f"    if values:\n    {old}"
    write(folder, {"m.py": MODULE.replace(old, new)})
    assert told(report(folder, "--no-tests")) == [("changed-result", "m.py", 2)]


def test_a_file_that_does_not_parse_is_the_gravest(folder: Path) -> None:
    write(folder, {"m.py": MODULE.replace("def low(values, limit):", "def low(values, limit)")})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("syntax-error", "m.py", 1)]
    assert lines[0]["title"] == "[P0] File does not parse"


def test_deleted_tests_are_found(folder: Path) -> None:
    start = TESTS.index("def test_high")
    write(folder, {"tests/test_m.py": TESTS[:start] + TESTS[TESTS.index("def test_broken") :]})
    assert told(report(folder, "--no-tests")) == [("test-deleted", "tests/test_m.py", 8)]


def test_deleted_files_of_tests_are_one_finding(folder: Path) -> None:
    more = TESTS.replace("test_", "test_more_")
    committed(folder, {"tests/test_n.py": more, "tests/test_o.py": more.replace("more", "other")})
    (folder / "tests/test_n.py").unlink()
    (folder / "tests/test_o.py").unlink()
    lines = report(folder, "--no-tests")
    assert told(lines) == [("test-deleted", "tests/test_n.py", 1)]
    assert lines[0]["title"] == "[P2] 6 tests are deleted, the code is not"
    assert "in 2 files" in lines[0]["body"]


def test_new_files_belong_to_the_change_and_ignored_ones_do_not(folder: Path) -> None:
    text = "def f(x):\n    return x is 'a'\n"
    write(folder, {"new.py": text, "old.py": text, ".gitignore": "old.py\n"})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("literal-identity", "new.py", 2)]


def test_a_branch_is_compared_with_where_it_began(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "work")
    write(folder, {"a.py": "def f(x):\n    return x is 'a'\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Work")
    git(folder, "checkout", "-q", "main")
    write(folder, {"b.py": "def f(x):\n    return x is 'b'\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Main")
    git(folder, "checkout", "-q", "work")
    assert told(report(folder, "--base=main", "--no-tests")) == [("literal-identity", "a.py", 2)]
    assert told(report(folder, "--base=:trunk", "--no-tests")) == [("literal-identity", "a.py", 2)]


def test_a_commit_is_reviewed_as_it_was(folder: Path) -> None:
    write(folder, {"m.py": MODULE.replace("value >= limit", "value > limit")})
    git(folder, "commit", "-q", "-a", "-m", "Break")
    write(folder, {"m.py": "broken ="})
    lines = report(folder, "--commit=HEAD")
    assert told(lines) == [("failing-test", "m.py", 6)]
    assert git(folder, "status", "--short") == "M m.py"


@pytest.mark.parametrize("argument", ["--uncommitted", "--commit=HEAD"])
def test_a_folder_is_tested_among_the_packages_around_it(tmp_path: Path, argument: str) -> None:
    text = "def mean(xs):\n    return sum(xs) / len(xs)\n"
    test = "from svc.stats import mean\n\n\ndef test_mean():\n    assert mean([1, 3]) == 2\n"
    package = {"svc/__init__.py": "", "svc/tests/__init__.py": ""}
    files = {**package, "svc/stats.py": text, "svc/tests/test_stats.py": test}
    root = repository(tmp_path / "p", files)
    write(root, {"svc/stats.py": text.replace("len(xs)", "(len(xs) - 1)")})
    if argument.startswith("--commit"):
        git(root, "commit", "-q", "-a", "-m", "Change")
    lines = report(root / "svc", *([argument] if argument.startswith("--commit") else []))
    assert ("failing-test", "stats.py", 2) in told(lines)


def test_the_first_commit_can_be_reviewed(tmp_path: Path) -> None:
    folder = repository(tmp_path / "p", {"m.py": "def f(x):\n    return x is 'a'\n"})
    assert told(report(folder, "--commit=HEAD")) == [("literal-identity", "m.py", 2)]


def test_no_change_is_a_review_without_findings(folder: Path) -> None:
    lines = report(folder)
    assert [line["type"] for line in lines] == ["reviewed", "done"]
    assert lines[0]["files"] == []


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("--base=nowhere", "there is no commit 'nowhere' in this repository"),
        ("--commit=--output=x", "there is no commit '--output=x' in this repository"),
    ],
)
def test_an_unknown_name_is_refused(folder: Path, argument: str, reason: str) -> None:
    lines = report(folder, argument)
    assert [(line["outcome"], line["reason"]) for line in lines] == [("refused", reason)]


def test_nothing_that_a_repository_names_is_run(folder: Path) -> None:
    trap = folder.parent / "trap"
    command = f"touch {trap}; cat"
    for name in ("core.fsmonitor", "diff.external", "filter.x.clean", "filter.x.smudge",
                 "diff.x.textconv", "diff.x.command", "core.pager"):  # fmt: skip
        git(folder, "config", name, command)
    hook = folder / ".git" / "hooks" / "post-index-change"
    hook.write_text(f"#!/bin/sh\ntouch {trap}\n")
    hook.chmod(0o755)
    (folder / ".gitattributes").write_text("*.py filter=x diff=x\n")
    (folder / "m.py").write_text(MODULE + "\n\nLIMIT = 3\n")
    assert told(report(folder, "--no-tests")) == []
    assert told(report(folder, "--commit=HEAD", "--no-tests")) == []
    assert not trap.exists()


def test_a_marked_line_is_meant(folder: Path) -> None:
    write(folder, {"new.py": "def f(x):\n    return eval(x)  # noqa: S307\n"})
    assert told(report(folder, "--no-tests")) == []


def test_findings_are_few_and_short(folder: Path) -> None:
    many = "".join(f"def f{n}(x):\n    return x is 'a{'b' * 90}'\n\n\n" for n in range(40))
    write(folder, {"new.py": many})
    lines = report(folder, "--no-tests")
    findings = [line for line in lines if line["type"] == "finding"]
    assert len(findings) == 20
    assert all(len(each["title"]) <= 80 for each in findings)
    assert all(each["end"] - each["start"] < 10 for each in findings)
    assert lines[20]["dropped"] == 20


def test_windows_line_ends_are_no_change(folder: Path) -> None:
    (folder / "m.py").write_bytes(MODULE.replace("\n", "\r\n").encode())
    assert report(folder, "--no-tests")[0]["files"] == []


def committed(folder: Path, files: dict[str, str]) -> None:
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Before")


def test_a_moved_file_is_judged_by_what_changed_in_it(folder: Path) -> None:
    body = "def f(a):\n    b = a\n    try:\n        g(b)\n    except Exception:\n        pass\n"
    committed(folder, {"old.py": body + "\n\ndef g(a):\n    return a + 1\n"})
    text = (folder / "old.py").read_text().replace("a + 1", "a + 2")
    git(folder, "mv", "old.py", "new.py")
    write(folder, {"new.py": text})
    lines = report(folder, "--no-tests")
    assert told(lines) == []
    assert {"path": "new.py", "lines": [[10, 10]]} in lines[0]["files"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A package's `types` is not the language's.
        (
            {"src/p/__init__.py": "", "src/p/types/__init__.py": "A = 1\n", "src/p/m.py": ""},
            {"src/p/m.py": "from types import SimpleNamespace\n\nB = SimpleNamespace\n"},
        ),
        # What only stubs or a running module know.
        (
            {"core.py": "def f():\n    return 1\n", "core.pyi": "Config = dict\n", "m.py": ""},
            {"m.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
                     "    from core import Config\n\n\ndef g(a: 'Config'):\n    return a\n"},
        ),
        (
            {"core.py": "import sys\n\nhere = sys.modules[__name__]\nsetattr(here, 'sin', abs)\n",
             "m.py": ""},
            {"m.py": "from core import sin\n\nprint(sin(1))\n"},
        ),
        ({"core.py": '"""Core."""\n', "m.py": ""},
         {"m.py": "from core import __doc__\n\nprint(__doc__)\n"}),
        # A method that a class of the language has is called on that class too.
        (
            {"zone.py": "import datetime\n\n\nclass Z(datetime.tzinfo):\n"
                        "    def shown(self, *, when=None):\n        return 'Z'\n",
             "use.py": "def f(a):\n    return a.shown()\n"},
            {"zone.py": "import datetime\n\n\nclass Z(datetime.tzinfo):\n"
                        "    def shown(self, *, when):\n        return 'Z'\n"},
        ),
        # A call that is there to fail.
        (
            {"core.py": "class A:\n    def put_in(self, a, b=1):\n        return a, b\n",
             "tests/test_c.py": "import pytest\nfrom core import A\n\n\ndef test_a():\n"
                                "    with pytest.raises(TypeError):\n        A().put_in(1)\n"},
            {"core.py": "class A:\n    def put_in(self, a, b):\n        return a, b\n"},
        ),
        # What goes by place leaves its name to the rest.
        (
            {"core.py": "def key(self, /, *args, **names):\n    return args, names\n", "m.py": ""},
            {"m.py": "from core import key\n\nprint(key(1, self=2))\n"},
        ),
        # A check that went to another file.
        (
            {"a.py": "def f(a):\n    if a < 0:\n        raise ValueError(a)\n    return a\n",
             "b.py": ""},
            {"a.py": "from b import h\n\n\ndef f(a):\n    h(a)\n    return a\n",
             "b.py": "def h(a):\n    if a < 0:\n        raise ValueError(a)\n"},
        ),
        # A file that is too long to be read.
        (
            {"tests/cases.py": "CASES = [1]\n", "tests/test_c.py": "from cases import CASES\n"},
            {"tests/cases.py": "CASES = [\n" + "    1,\n" * 100_000 + "]\n"},
        ),
    ],
)  # fmt: skip
def test_sound_changes_are_left_alone(
    tmp_path: Path, before: dict[str, str], after: dict[str, str]
) -> None:
    folder = repository(tmp_path / "p", before)
    write(folder, after)
    assert told(report(folder, "--no-tests")) == []


def test_a_type_that_only_checkers_miss_is_a_lesser_flaw(folder: Path) -> None:
    text = "def f(a: Lost) -> int:\n    return 1\n"
    write(folder, {"use.py": text})
    assert told(report(folder, "--no-tests")) == [("undefined-name", "use.py", 1)]
    write(folder, {"use.py": f"from __future__ import annotations\n\n\n{text}"})
    assert told(report(folder, "--no-tests")) == [("undefined-type", "use.py", 4)]


def test_a_file_for_a_newer_python_is_told_as_such(folder: Path) -> None:
    # No Python has groups of errors with two stars, and the check reads the first one.
    write(folder, {"m.py": MODULE + "\n\ntry:\n    low([], 1)\nexcept** ValueError:\n    pass\n"})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("newer-syntax", "m.py", 11)]
    assert lines[0]["priority"] == 2


def test_a_test_file_that_cannot_be_loaded_keeps_no_other_from_being_run(folder: Path) -> None:
    committed(folder, {"tests/test_x.py": "import nowhere_to_be_found\n"})
    write(folder, {"m.py": MODULE.replace("value >= limit", "value > limit")})
    lines = report(folder)
    assert told(lines) == [("failing-test", "m.py", 6)]
    assert lines[1]["tests"]["passed"] == 1


def test_what_this_machine_lacks_is_not_laid_at_the_change(folder: Path) -> None:
    write(folder, {"tests/test_x.py": "import nowhere_to_be_found\n\n\ndef test_x():\n    pass\n"})
    lines = report(folder)
    assert [each for each in told(lines) if each[0] == "failing-test"] == []
    assert lines[-2]["tests"]["failed_before"] == 2


def test_tests_that_could_not_begin_are_told(folder: Path) -> None:
    committed(folder, {"conftest.py": "raise SystemExit(3)\n"})
    write(folder, {"m.py": MODULE + "\n\nLOW = low\n"})
    checked = report(folder)[-2]["tests"]
    assert checked["problem"].startswith("the tests could not be run: ")
    assert not checked["compared"]


def test_a_change_that_keeps_the_tests_from_beginning_is_found(folder: Path) -> None:
    write(folder, {"conftest.py": "raise SystemExit(3)\n"})
    lines = report(folder)
    assert told(lines) == [("failing-test", "conftest.py", 1)]
    assert lines[0]["title"] == "[P0] `the whole suite` fails with this change"


@pytest.mark.parametrize("moved", [True, False])
def test_a_module_that_is_gone_and_still_imported_is_found(folder: Path, moved: bool) -> None:
    (folder / "m.py").rename(folder / "n.py") if moved else (folder / "m.py").unlink()
    place = ("failing-test", "n.py" if moved else "m.py", 1)
    assert sorted(told(report(folder))) == [place, ("removed-name", "m.py", 1)]


def test_a_module_that_moved_with_its_callers_is_left_alone(folder: Path) -> None:
    (folder / "m.py").rename(folder / "n.py")
    write(folder, {"tests/test_m.py": TESTS.replace("from m ", "from n ")})
    assert told(report(folder)) == []


@pytest.mark.parametrize(
    ("old", "new", "use", "title"),
    [
        ("(value < limit, limit)", "value < limit", "a, b = f(1, 2)", "one value, callers unpack"),
        ("[value, limit]", "iter([value, limit])", "n = len(f(1, 2))", "an iterator now"),
        ("[value, limit]", "map(int, [value, limit])", "n = f(1, 2)[0]", "an iterator now"),
    ],
)
def test_a_result_that_callers_can_no_longer_use_is_found(
    folder: Path, old: str, new: str, use: str, title: str
) -> None:
    function = "def f(value, limit):\n    return "
    write(folder, {"n.py": f"{function}{old}\n", "use.py": f"from n import f\n\n{use}\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Use")
    write(folder, {"n.py": f"{function}{new}\n"})
    lines = report(folder, "--no-tests")
    assert told(lines) == [("changed-result", "n.py", 2)]
    assert title in lines[0]["title"]
    assert "use.py:3" in lines[0]["body"]


def test_marks_of_a_conflict_are_found_in_any_file(folder: Path) -> None:
    write(folder, {"notes.md": "One\n<<<<<<< HEAD\nTwo\n=======\nThree\n>>>>>>> other\n"})
    assert told(report(folder, "--no-tests")) == [("conflict-left", "notes.md", 2)]


def test_a_source_in_another_encoding_is_found(folder: Path) -> None:
    (folder / "n.py").write_bytes(b"A = 1\nB = '\xe9'\n")
    (folder / "o.py").write_bytes(b"# coding: latin-1\nB = '\xe9'\n")
    assert told(report(folder, "--no-tests")) == [("syntax-error", "n.py", 2)]


def test_what_is_no_text_is_told_as_not_read(folder: Path) -> None:
    (folder / "logo.png").write_bytes(b"\x89PNG\0\0")
    (folder / "table.py").write_bytes(b"A = 1\n" * 200_000)
    lines = report(folder, "--no-tests")
    assert (lines[0]["files"], lines[0]["unread"]) == ([], ["logo.png", "table.py"])


def test_a_name_that_is_no_text_is_spelt_out(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.py")).write_text("def f(a):\n    return a is 3\n")
    (folder / "\U0001f600.py").write_text("def f(a):\n    return a is 3\n")
    found = told(report(folder, "--no-tests"))
    assert found == [
        ("literal-identity", "caf\\xe9.py", 2),
        ("literal-identity", "\U0001f600.py", 2),
    ]


def test_a_submodule_at_another_commit_is_told(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    git(other, "commit", "-q", "--allow-empty", "-m", "one")
    first = git(other, "rev-parse", "--short=7", "HEAD")
    git(
        folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "lib"
    )
    assert report(folder, "--no-tests")[0]["submodules"] == [f"lib: none to {first}"]
    git(folder, "commit", "-qam", "lib")
    git(folder / "lib", "commit", "-q", "--allow-empty", "-m", "two")
    second = git(folder / "lib", "rev-parse", "--short=7", "HEAD")
    moved = [f"lib: {first} to {second}"]
    assert report(folder, "--no-tests")[0]["submodules"] == moved
    git(folder, "commit", "-qam", "lib moves")
    assert report(folder, "--no-tests", "--commit", "HEAD")[0]["submodules"] == moved
    assert report(folder, "--no-tests")[0]["submodules"] == []


def test_a_new_test_that_fails_for_what_is_lacking_is_no_news(folder: Path) -> None:
    write(folder, {"tests/test_n.py": "async def test_n():\n    assert True\n"})
    assert told(report(folder)) == []
