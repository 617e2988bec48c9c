"""Files and the environment of code under test, plainer scripts, and lines of a project's width."""

from __future__ import annotations

import ast
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quire.workbench.testgen_cases import Case
from quire.workbench.testgen_choice import chosen
from quire.workbench.testgen_draws import shifted
from quire.workbench.testgen_files import (
    Shelf,
    changes,
    is_path,
    prepare,
    reaches,
    stored_of,
    told,
)
from quire.workbench.testgen_layout import WIDTH, indented, line_length
from quire.workbench.testgen_mutants import _NO_MUTANT, _work
from quire.workbench.testgen_pools import Pools
from quire.workbench.testgen_recipes import Made, Names, Stored, source
from quire.workbench.testgen_scripts import Script, Step
from quire.workbench.testgen_settings import drawn, environment, meant, read_by
from quire.workbench.testgen_shown import shown
from quire.workbench.testgen_shrink import _options, _renamed
from quire.workbench.testgen_watch import Guard
from quire.workbench.testgen_write import _is_whole, _placed, _setting
from tests.workbench.trees import lay

READS = "def load(path):\n    return json.loads(path.read_text())['theme']\n"
DATA = Stored("path", "data.txt", "one\n")


def test_what_stands_at_a_path_is_made_and_its_changes_are_told(tmp_path: Path) -> None:
    names = Names()
    names.folder = tmp_path
    folder = Stored("folder", "folder", (("a.log", "x"),))
    gone = Stored("old", "old.txt", "old\n")
    stored = {each.var: each for each in (DATA, folder, gone)}
    (tmp_path / "left").mkdir()
    prepare(names, stored)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data.txt", "folder", "old.txt"]
    assert list(changes(names, stored)) == []
    (tmp_path / "data.txt").write_text("two\n")
    (tmp_path / "folder" / "b.log").write_text("")
    (tmp_path / "old.txt").unlink()
    assert list(changes(names, stored)) == [
        ("file:path", '"two\\n"'),
        ("names:folder", '["a.log", "b.log"]'),
        ("gone:old", "False"),
    ]


def test_a_path_is_a_name_in_a_test(tmp_path: Path) -> None:
    names = Names()
    names.folder = tmp_path
    plain = Stored("path", "data.txt", None, plain=True)
    assert (source(DATA), source(plain)) == ("path", "str(path)")
    assert (names.build(DATA), names.build(plain)) == (
        tmp_path / "data.txt",
        str(tmp_path / "data.txt"),
    )
    assert _placed(DATA) == ['path = tmp_path / "data.txt"', 'path.write_text("one\\n")']
    assert _placed(Stored("d", "d", (("a", "x"),)))[1:] == [
        "d.mkdir()",
        '(d / "a").write_text("x")',
    ]
    assert told(f'[Path("{tmp_path}/a")]', names) == '[tmp_path / "a"]'
    assert told(f'"{tmp_path}/a"', names) == 'str(tmp_path / "a")'
    assert told(f'"in {tmp_path}/a"', names) is None
    assert list(stored_of(Made("f", ([DATA],), (("to", plain),)))) == [DATA, plain]


@pytest.mark.parametrize(
    ("name", "hint", "code", "takes"),
    [
        ("path", None, READS, True),
        ("path", str, "def f(path):\n    open(path)\n", True),
        ("x", Path, "def f(x):\n    return x.exists()\n", True),
        ("x", None, "def f(x):\n    open(x)\n", False),
        ("path", int, "def f(path):\n    open(path)\n", False),
        ("file", None, "def f(file):\n    open('a').write(file.read())\n", False),
        ("path", str, "def f(path):\n    return path.split('/')\n", False),
    ],
)
def test_paths_are_given_to_what_opens_them(
    name: str, hint: object, code: str, *, takes: bool
) -> None:
    text = reaches(ast.parse(code).body[0], None, {})
    assert (bool(text) and is_path(name, hint, text)) is takes


def test_contents_fit_what_the_code_reads() -> None:
    shelf = Shelf("path", reaches(ast.parse(READS).body[0], None, {}), [], Names(), plain=False)
    drawn_ones = [shelf(random.Random(seed), 1) for seed in range(60)]
    assert {each.path for each in drawn_ones} == {"data.json"}
    assert None in {each.content for each in drawn_ones}
    assert any("theme" in str(each.content) for each in drawn_ones)
    logs = "def f(folder):\n    return list(folder.glob('*.log'))\n"
    shelf = Shelf("folder", reaches(ast.parse(logs).body[0], None, {}), [], Names(), plain=False)
    assert any(".log" in str(shelf(random.Random(seed), 1).content) for seed in range(20))


def test_only_the_own_folder_is_open(tmp_path: Path) -> None:
    guard = Guard()
    guard.own = f"{tmp_path.resolve()}/"
    inside, outside = str(tmp_path / "a"), str(tmp_path.parent / "a")
    assert guard._is_own("open", (inside, "w", 0))
    assert guard._is_own("os.rename", (inside, inside, -1, -1))
    assert not guard._is_own("open", (outside, "w", 0))
    assert not guard._is_own("os.rename", (inside, outside, -1, -1))
    assert not guard._is_own("subprocess.Popen", (inside,))


def test_the_environment_is_set_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_A", "before")
    with environment({"SHOP_A": None, "SHOP_B": "1"}):
        assert (os.environ.get("SHOP_A"), os.environ.get("SHOP_B")) == (None, "1")
    assert (os.environ.get("SHOP_A"), os.environ.get("SHOP_B")) == ("before", None)
    assert _setting("SHOP_A", "1") == 'monkeypatch.setenv("SHOP_A", "1")'
    assert _setting("SHOP_A", None) == 'monkeypatch.delenv("SHOP_A", raising=False)'


def test_names_of_the_environment_are_read_from_the_code() -> None:
    code = (
        "def f(name, b):\n    return os.environ.get(name) or os.getenv('HOST') or os.environ['B']"
    )
    assert read_by(ast.parse(code).body[0], {}) == ("<name>", "HOST", "B")
    assert meant("<name>", Made("f", ("KEY", 1)), ["name", "b"]) == "KEY"
    assert meant("<name>", Made("f", ("no name", 1)), ["name", "b"]) == ""
    assert meant("HOST", Made("f"), []) == "HOST"
    values = {dict(drawn(["PORT"], [], random.Random(seed))).get("PORT") for seed in range(40)}
    assert {None, "8080", "many"} <= values


def test_lines_are_as_long_as_the_project_has_them(tmp_path: Path) -> None:
    assert line_length(tmp_path) == WIDTH
    lay(tmp_path, {"pyproject.toml": "[tool.ruff]\nline-length = 72\n"})
    assert line_length(tmp_path) == 72
    lines = indented([f"assert f({'1, ' * 20}) == {[10] * 20!r}"], 4, 72)
    assert max(map(len, lines)) <= 72


def test_a_long_expectation_leaves_the_result_its_name() -> None:
    lines = indented([f"assert result.cart == {['word'] * 12!r}"], 4)
    assert lines[0] == "    expected = ["
    assert lines[-1] == "    assert result.cart == expected"


def test_texts_are_exchanged_everywhere_at_once() -> None:
    steps = (Step("C.add", Made("add", ("0.010.01",))), Step("C.get", Made("get", ("0.010.01",))))
    found = [script.text for script in _renamed(Script(steps, Made("C")))]
    assert 'add("a")' in found[0]
    assert 'get("a")' in found[0]


def test_plainer_scripts_keep_files_and_environment() -> None:
    script = Script((Step("f", Made("f", (DATA, 77))),), None, (("A", "1"),))
    options = list(_options(script))
    assert options[0].settings == ()
    assert all(option.settings == (("A", "1"),) for option in options[1:])
    assert any("data.txt: \n" not in each.text and "one" not in each.text for each in options)


def _case(number: int, told: str) -> Case:
    script = Script((Step("f", Made("f", (number,))),))
    arcs = frozenset({(0, 1, 2)})
    return Case(number, script, (("result", told),), "", "", "", arcs, None)


def test_true_false_and_none_are_each_tested() -> None:
    cases = [_case(0, "True"), _case(1, "False"), _case(2, "False"), _case(3, "None")]
    assert [case.number for case in chosen(cases)] == [0, 1, 3]


def test_moments_of_the_world_clock_are_shown() -> None:
    names = Names()
    assert shown(datetime(2024, 2, 1, tzinfo=UTC), names) == (
        "datetime(2024, 2, 1, tzinfo=timezone.utc)"
    )


def test_days_are_varied_to_days_near_them() -> None:
    near = {source(shifted(Made("date", (2024, 2, 29)), random.Random(n))) for n in range(30)}
    assert {"date(2024, 3, 1)", "date(2024, 2, 28)"} <= near


def test_words_for_people_are_no_inputs() -> None:
    pools = Pools()
    code = "def f(x: 'Node | None') -> str:\n    raise ValueError('no such thing')\nA = 'TEN'\n"
    pools.learn(ast.parse(code), [])
    assert pools.own == ["TEN"]
    pools.learn(ast.parse("FORMAT = '%d.%m.%Y'"), [])
    assert "29.02.2024" in pools.own


def test_mutants_that_do_the_same_are_none() -> None:
    def code(text: str) -> tuple[object, ...]:
        return _work(compile(text, "m.py", "exec"))

    assert code("def f():\n    return\n") == code("def f():\n    return None\n")
    assert code("def f():\n    return 1\n") != code("def f():\n    return 2\n")
    assert _NO_MUTANT.match("compare `list(…)` of both")
    assert not _NO_MUTANT.match("compare with `<=` instead of `<`")


def test_a_stream_is_listed_whole_where_its_end_was_seen() -> None:
    assert _is_whole((("result", "[1, 2]"),))
    assert not _is_whole((("result", str([1] * 12)),))
    assert not _is_whole((("length", "12"),))
