"""The parts of the test writer: recipes, expressions, names, places, verdicts."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import decimal
import enum
import math
import random
import re
from pathlib import Path
from typing import Literal

import pytest

from quire.workbench.testgen_names import phrase, slug, snake
from quire.workbench.testgen_place import Target, files_of_tests, new_file, targets
from quire.workbench.testgen_pools import Pools, changed, sampler
from quire.workbench.testgen_recipes import Made, Named, Names, source
from quire.workbench.testgen_shown import shown
from quire.workbench.testgen_stable import RUNS
from quire.workbench.testgen_verdicts import fits
from quire.workbench.testgen_watch import Watch, chance_used
from tests.workbench.trees import lay


class Colour(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Pair:
    def __init__(self, left: int, right: int) -> None:
        self.left = left
        self.right = right

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pair) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("recipe", "text"),
    [
        (1, "1"),
        ("it's", '"it\'s"'),
        ('"', "'\"'"),
        (b"a", 'b"a"'),
        (float("inf"), "math.inf"),
        ([1, (2,), {3}], "[1, (2,), {3}]"),
        ({"a": [None]}, '{"a": [None]}'),
        (frozenset(), "frozenset()"),
        (set(), "set()"),
        (Made("P", (1,), (("y", "a"),)), 'P(1, y="a")'),
        (Named("Colour.RED"), "Colour.RED"),
    ],
)
def test_a_recipe_tells_its_source(recipe: object, text: str) -> None:
    assert source(recipe) == text


def test_a_recipe_is_built_anew() -> None:
    names = Names()
    names.add("Point", "shapes", Point)
    recipe = Made("Point", ([1, 2],))
    first, second = names.build(recipe), names.build(recipe)
    assert first == second == Point([1, 2])  # type: ignore[arg-type]
    assert first.x is not second.x
    assert names.imports["Point"] == ("shapes", "Point")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, "a"], '[1, "a"]'),
        (Colour.RED, "Colour.RED"),
        (Point(1, 2), "Point(x=1, y=2)"),
        (Pair(1, 2), "Pair(1, 2)"),
        (datetime.date(2024, 2, 29), "date(2024, 2, 29)"),
        (datetime.timedelta(hours=1), "timedelta(seconds=3600)"),
        (decimal.Decimal("1.50"), 'Decimal("1.50")'),
        (Path("a/b"), 'Path("a/b")'),
        (math.nan, "math.nan"),
        (range(3), "range(0, 3, 1)"),
        (object(), None),
        pytest.param(repr(object()), None, id="repr"),
        ("x" * 500, None),
        (lambda: 1, None),
    ],
)
def test_a_value_is_shown_by_what_equals_it(value: object, text: str | None) -> None:
    assert shown(value, Names()) == text


@pytest.mark.parametrize(
    ("condition", "way", "words"),
    [
        ("value < low", True, "value_is_below_low"),
        ("value < low", False, "value_is_at_least_low"),
        ("not items", True, "not_items"),
        ("size is None", False, "size_is_not_none"),
        ("len(text) <= most", True, "length_of_text_is_at_most_most"),
        ("isinstance(x, int)", False, "x_is_not_int"),
        ("text.startswith('a')", True, "text_starts_with_a"),
        ("n % 2 == 0", True, "n_mod_2_is_0"),
        ("a and b", True, "a_and_b"),
        ("a or b", True, ""),
        ("f(x)[0] > 1", True, ""),
        ("self.state is not State.OPEN", True, "state_is_not_open"),
    ],
)
def test_a_condition_is_put_into_words(condition: str, way: bool, words: str) -> None:
    assert phrase(ast.parse(condition, mode="eval").body, way) == words


def test_names_are_made_of_words() -> None:
    assert snake("HTTPServerError") == "http_server_error"
    assert slug("-3") == "minus_3"
    assert slug("a long text that says far too much for a name") == ""


def test_texts_are_drawn_that_match() -> None:
    pattern = re.compile(r"(?:(\d+)h)?([a-f]{2,3}|x?)-[^a]\s[a-z]+")
    draw = sampler(pattern)
    drawn = [draw(random.Random(seed)) for seed in range(50)]
    assert all(pattern.fullmatch(text) for text in drawn)
    assert len(set(drawn)) > 20


def test_pools_learn_the_constants_of_the_code() -> None:
    pools = Pools()
    pools.learn(ast.parse('"""Words."""\nif x > 4711:\n    y = "needle"\n'), [{"key": 0.25}])
    assert {4710, 4711, 4712} <= set(pools.integers)
    assert pools.own == ["needle", "key"]
    assert 0.25 in pools.reals


def test_changed_values_keep_their_shape() -> None:
    chance = random.Random(1)
    pools = Pools()
    for _ in range(100):
        pair = changed((1, "a"), pools, chance)
        assert [type(each) for each in pair] == [int, str]
        assert isinstance(changed({"a": 1}, pools, chance), dict)


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        (1, int, True),
        (1, str, False),
        (1, float, True),
        (None, int | None, True),
        ("a", int | None, False),
        ([1], list[int], True),
        (["a"], list[int], False),
        ((1, 2, 3), tuple[int, int], False),
        ({"a": 1}, dict[str, int], True),
        ("a", Literal["a", "b"], True),
        (None, None, True),
        (1, "unknown", True),
    ],
)
def test_a_value_is_held_against_its_annotation(
    value: object, hint: object, expected: bool
) -> None:
    assert fits(value, hint) is expected


def test_targets_are_found_by_path_name_and_definition(tmp_path: Path) -> None:
    code = "def pay():\n    pass\n\n\nclass Cart:\n    def add(self):\n        pass\n"
    lay(tmp_path, {"src/shop/__init__.py": "", "src/shop/cart.py": code, "setup.py": "def f(): 0\n",
                   "src/shop/deep/__init__.py": "", "src/shop/deep/sea.py": code,
                   "tests/test_cart.py": code})  # fmt: skip
    cart, sea = "src/shop/cart.py", "src/shop/deep/sea.py"
    assert targets(tmp_path, ["cart.py"]) == [Target(cart, "shop.cart")]
    assert targets(tmp_path, ["shop.cart"]) == [Target(cart, "shop.cart")]
    assert targets(tmp_path, ["shop.cart.pay"]) == [Target(cart, "shop.cart", ["pay"])]
    assert targets(tmp_path, ["src/shop/cart.py::Cart"]) == [Target(cart, "shop.cart", ["Cart"])]
    assert targets(tmp_path, ["Cart"]) == [Target(cart, "shop.cart", ["Cart"])]
    assert [each.path for each in targets(tmp_path, ["src/shop/"])] == [cart, sea]
    assert [each.path for each in targets(tmp_path, [])] == [cart, sea]
    assert targets(tmp_path, ["nowhere"]) == []


def test_new_files_go_where_the_project_has_its_tests(tmp_path: Path) -> None:
    lay(tmp_path, {"src/cart.py": "", "tests/unit/test_cart.py": "", "tests/unit/test_a.py": "",
                   "tests/test_b.py": ""})  # fmt: skip
    cart = Target("src/cart.py", "cart")
    known = files_of_tests(tmp_path)
    assert new_file(tmp_path, cart, known) == "tests/unit/test_cart_behaviour.py"
    assert new_file(tmp_path, Target("src/pay.py", "pay"), known) == "tests/unit/test_pay.py"
    assert new_file(tmp_path, cart, ["tests/pay_test.py"]) == "tests/cart_test.py"
    assert new_file(tmp_path, cart, []) == "tests/test_cart.py"


def test_arcs_of_a_file_are_seen(tmp_path: Path) -> None:
    lay(tmp_path, {"m.py": "def f(x):\n    if x:\n        return 1\n    return 2\n"})
    space: dict[str, object] = {}
    path = tmp_path / "m.py"
    exec(compile(path.read_text(), str(path), "exec"), space)
    watch = Watch(str(tmp_path), ["m.py"])
    assert watch.run(lambda: space["f"](1)) == 1  # type: ignore[operator]
    assert watch.arcs == {(0, -1, 2), (0, 2, 3), (0, 3, 0)}


def test_clocks_and_chance_are_noticed() -> None:
    here = str(Path(__file__).parent)
    assert chance_used(here, lambda: random.random()) == "random"
    assert chance_used(here, lambda: datetime.datetime.now()) == "now"
    assert chance_used(here, lambda: random.Random(1).random()) == ""


def test_five_runs_prove_a_test() -> None:
    assert RUNS == 5
