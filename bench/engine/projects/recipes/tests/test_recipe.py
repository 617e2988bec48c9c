from fractions import Fraction

import pytest

from recipes import Ingredient, Recipe, parse_ingredient, parse_recipe

PANCAKES = """
# Pancakes

Serves 2

- 1 1/2 cups of Flour, sifted
- 300 ml milk
- 2 eggs
- salt

1. Mix everything
   and wait 20 min.
2. Fry each for 2 min on both sides.
"""


def test_parse_ingredient():
    assert parse_ingredient("200 g Butter") == Ingredient("butter", Fraction(200), "g")
    assert parse_ingredient("3 large eggs") == Ingredient("large eggs", Fraction(3))
    assert parse_ingredient("salt, to taste") == Ingredient("salt", note="to taste")
    assert parse_ingredient("½ cup of olive oil") == Ingredient("olive oil", Fraction(1, 2), "cup")


def test_parse_ingredient_without_a_name():
    for line in ("", "2 cups", ", chopped"):
        with pytest.raises(ValueError):
            parse_ingredient(line)


def test_parse_recipe():
    recipe = parse_recipe(PANCAKES)
    assert recipe.title == "Pancakes"
    assert recipe.servings == 2
    assert len(recipe.ingredients) == 4
    assert recipe.ingredients[0] == Ingredient("flour", Fraction(3, 2), "cup", "sifted")
    assert recipe.steps == [
        "Mix everything and wait 20 min.",
        "Fry each for 2 min on both sides.",
    ]


def test_parse_recipe_fails():
    with pytest.raises(ValueError):
        parse_recipe("\n\n")
    with pytest.raises(ValueError):
        parse_recipe("Soup\nwater and things")


def test_minutes():
    assert parse_recipe(PANCAKES).minutes() == 22
    assert Recipe("Stew", steps=["Fry 5 min, cook 2 hours", "Rest 1 hour"]).minutes() == 185


def test_scale():
    recipe = parse_recipe(PANCAKES)
    bigger = recipe.scale(5)
    assert bigger.servings == 5
    assert bigger.find("milk").amount == 750
    assert bigger.find("Eggs").amount == 5
    assert bigger.find("salt").amount is None
    assert recipe.find("milk").amount == 300
    assert bigger.find("sugar") is None
    with pytest.raises(ValueError):
        recipe.scale(0)


def test_recipes_do_not_share():
    Recipe("a").ingredients.append(Ingredient("x"))
    assert Recipe("b").ingredients == []
