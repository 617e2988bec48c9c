import random
from fractions import Fraction

import pytest

from recipes import (
    Ingredient,
    Recipe,
    ShoppingList,
    UnitError,
    convert,
    format_number,
    normalize,
    parse_ingredient,
    parse_number,
    parse_recipe,
)
from recipes.units import UNITS, best_unit

HALF = Fraction(1, 2)


def test_numbers_there_and_back():
    for bottom in range(1, 9):
        for top in range(60):
            number = Fraction(top, bottom)
            text = format_number(number)
            assert parse_number(text) == number
            assert parse_number(f"  {text} ") == number
    for top in range(200):
        number = Fraction(top, 100)
        assert abs(parse_number(format_number(number)) - number) <= Fraction(1, 200)


@pytest.mark.parametrize(
    "number, text",
    [
        (Fraction(0), "0"),
        (Fraction(10), "10"),
        (Fraction(100), "100"),
        (Fraction(7, 8), "7/8"),
        (Fraction(9, 8), "1 1/8"),
        (Fraction(1, 9), "0.11"),
        (Fraction(19, 9), "2.11"),
        (Fraction(1, 10), "0.1"),
        (Fraction(999, 1000), "1"),
        (Fraction(9999, 100), "99.99"),
        (Fraction(2001, 100), "20.01"),
    ],
)
def test_format(number, text):
    assert format_number(number) == text


@pytest.mark.parametrize("glyph, number", zip("¼½¾⅓⅔", ["1/4", "1/2", "3/4", "1/3", "2/3"]))
def test_glyphs(glyph, number):
    number = Fraction(number)
    assert parse_number(glyph) == number
    assert parse_number("3" + glyph) == parse_number("3 " + glyph) == 3 + number
    assert parse_ingredient(f"{glyph} cup rice") == Ingredient("rice", number, "cup")
    assert parse_ingredient(f"10{glyph} g rice") == Ingredient("rice", 10 + number, "g")


@pytest.mark.parametrize(
    "text", ["", "  ", "x", "1 x", "1 2 3", "-1", "1 -1/2", "3/0", "1 1/0", "1/2/3"]
)
def test_no_numbers(text):
    with pytest.raises(ValueError):
        parse_number(text)


def test_units():
    for unit in UNITS:
        for word in (unit, unit.upper(), unit + ".", unit + "s", unit.title() + "S"):
            assert normalize(word) == unit
    names = {
        "gram": "g",
        "Kilograms": "kg",
        "kilos": "kg",
        "Ounces": "oz",
        "millilitres": "ml",
        "LITRE": "l",
        "liters": "l",
        "teaspoon": "tsp",
        "tablespoons": "tbsp",
        "cups": "cup",
    }
    for word, unit in names.items():
        assert normalize(word) == unit
    for word in ("", "egg", "s", "c", "kgg", "of"):
        assert normalize(word) is None


def test_convert():
    values = {"g": 1, "kg": 1000, "oz": 28, "ml": 1, "l": 1000, "tsp": 5, "tbsp": 15, "cup": 240}
    mass = {"g", "kg", "oz"}
    for source, factor in values.items():
        for target, divisor in values.items():
            if (source in mass) != (target in mass):
                with pytest.raises(UnitError):
                    convert(Fraction(1), source, target)
                continue
            assert convert(Fraction(3, 7), source, target) == Fraction(3 * factor, 7 * divisor)
    for units in (("g", "x"), ("x", "g"), ("G", "g")):
        with pytest.raises(UnitError, match="unknown"):
            convert(Fraction(1), *units)


def test_best_unit():
    for unit, (measure, factor) in UNITS.items():
        small, big = ("g", "kg") if measure == "mass" else ("ml", "l")
        for amount in (1, 2, 4, 5, 36, 67, 200, 999, 1000, 1001):
            number, chosen = best_unit(Fraction(amount), unit)
            assert chosen == (big if amount * factor >= 1000 else small)
            assert convert(number, chosen, unit) == amount


@pytest.mark.parametrize(
    "line, expected",
    [
        ("1 kg Potatoes", Ingredient("potatoes", Fraction(1), "kg")),
        ("1.5 l water", Ingredient("water", Fraction(3, 2), "l")),
        ("250g sugar", Ingredient("sugar", Fraction(250), "g")),
        (
            "2 1/2 tbsp. of Soy Sauce, dark, thick",
            Ingredient("soy sauce", 2 + HALF, "tbsp", "dark, thick"),
        ),
        ("1/2 Lemon", Ingredient("lemon", HALF)),
        ("  3 Cups  of  rice ,  washed ", Ingredient("rice", Fraction(3), "cup", "washed")),
        ("2 offal", Ingredient("offal", Fraction(2))),
        ("1 cup offal", Ingredient("offal", Fraction(1), "cup")),
        ("Pepper", Ingredient("pepper")),
        ("cup noodles", Ingredient("cup noodles")),
        ("2 pinches of salt", Ingredient("pinches of salt", Fraction(2))),
    ],
)
def test_ingredients(line, expected):
    assert parse_ingredient(line) == expected


@pytest.mark.parametrize("line", ["", " , x", "3", "3 g", "1/2 cups ", "½"])
def test_no_ingredients(line):
    with pytest.raises(ValueError):
        parse_ingredient(line)


def test_scaled_ingredient():
    item = Ingredient("x", Fraction(3), "g", "n")
    assert item.scaled(HALF) == Ingredient("x", Fraction(3, 2), "g", "n")
    assert item.amount == 3
    assert Ingredient("y", None, None, "n").scaled(HALF) == Ingredient("y", note="n")


def test_scale():
    base = Recipe("T", 3, [Ingredient("a", Fraction(1)), Ingredient("b")], ["one"])
    for servings in range(1, 8):
        other = base.scale(servings)
        assert (other.title, other.servings, other.steps) == ("T", servings, ["one"])
        assert other.find("A").amount == Fraction(servings, 3)
        assert other.scale(3) == base
    base.scale(3).steps.append("two")
    base.scale(3).ingredients.clear()
    assert base.steps == ["one"] and len(base.ingredients) == 2
    for servings in (0, -1):
        with pytest.raises(ValueError):
            base.scale(servings)
    assert base.find("c") is None
    assert Recipe("x").servings == 4


def test_recipes_do_not_share():
    one, two = Recipe("a"), Recipe("b")
    one.ingredients.append(Ingredient("x"))
    one.steps.append("y")
    assert two.ingredients == [] and two.steps == []


@pytest.mark.parametrize(
    "steps, minutes",
    [
        ([], 0),
        (["Wait"], 0),
        (["Wait 5 min"], 5),
        (["10 min here, 15 minutes there", "1 hour"], 85),
        (["2 hours and 5 min", "3 hours"], 305),
        (["Use 5 eggs for 7 min"], 7),
    ],
)
def test_minutes(steps, minutes):
    assert Recipe("x", steps=steps).minutes() == minutes


def test_parse_recipe():
    recipe = parse_recipe(
        "## Tea\n  SERVES 12\n- 3 tsp tea\n10. Boil.\n  Then wait\n  long.\n11. Pour\n- milk\n"
    )
    assert recipe == Recipe(
        "Tea",
        12,
        [Ingredient("tea", Fraction(3), "tsp"), Ingredient("milk")],
        ["Boil. Then wait long.", "Pour"],
    )
    assert parse_recipe("Water") == Recipe("Water", 4)
    for text in ("", " \n ", "A\nB", "A\nServes four", "A\n- 3 g"):
        with pytest.raises(ValueError):
            parse_recipe(text)


def test_shopping_against_plain_sums():
    for seed in range(40):
        rng = random.Random(seed)
        shopping, sums = ShoppingList(pantry=["Salt"]), {}
        for _ in range(4):
            servings = rng.randint(1, 5)
            items = []
            for _ in range(rng.randint(0, 6)):
                name = rng.choice(["a", "b", "salt"])
                unit = rng.choice([None, *UNITS])
                items.append(
                    Ingredient(name, Fraction(rng.randint(1, 20), rng.randint(1, 4)), unit)
                )
            target = rng.choice([None, rng.randint(1, 6)])
            shopping.add(Recipe("r", servings, items), target)
            factor = Fraction(target or servings, servings)
            for item in items:
                measure, size = (None, 1) if item.unit is None else UNITS[item.unit]
                if item.name != "salt":
                    key = (item.name, measure)
                    sums[key] = sums.get(key, 0) + item.amount * size * factor
        for name in ("a", "b", "salt"):
            assert shopping.total(name.upper()) == sums.get((name, None), 0)
            for unit, (measure, size) in UNITS.items():
                assert shopping.total(name, unit) == sums.get((name, measure), 0) / size
        assert len(shopping.lines()) == len(sums)
        names = [line.split()[-1] for line in shopping.lines()]
        assert names == sorted(names)


def test_lines():
    shopping = ShoppingList()
    for line in (
        "salt",
        "zest",
        "1 lemon",
        "salt",
        "2 g lemon",
        "5 tsp lemon",
        "3/2 kg Apple",
        "lemon",
    ):
        shopping.add_ingredient(parse_ingredient(line))
    assert shopping.lines() == [
        "1 1/2 kg apple",
        "1 lemon",
        "2 g lemon",
        "25 ml lemon",
        "salt",
        "zest",
    ]
    shopping.add_ingredient(parse_ingredient("1 tsp salt"))
    assert shopping.lines()[-2:] == ["5 ml salt", "zest"]
    assert ShoppingList().lines() == []
    assert ShoppingList().pantry == set()


def test_pantry():
    shopping = ShoppingList(["OIL", "salt"])
    for line in ("1 l Oil", "oil", "salt", "2 eggs"):
        shopping.add_ingredient(parse_ingredient(line))
    assert shopping.lines() == ["2 eggs"]
    assert shopping.total("oil", "l") == 0
