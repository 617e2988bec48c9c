from fractions import Fraction

from recipes import ShoppingList, parse_recipe

BREAD = "Bread\nServes 4\n- 800 g flour\n- 500 ml water\n- 1 tsp salt\n- 1 egg\n"
SOUP = "Soup\nServes 2\n- 1 l Water\n- salt\n- 2 tbsp oil\n- 3 eggs\n- pepper\n"


def both(**options):
    shopping = ShoppingList(**options)
    shopping.add(parse_recipe(BREAD))
    shopping.add(parse_recipe(SOUP))
    return shopping


def test_totals():
    shopping = both()
    assert shopping.total("flour", "kg") == Fraction(4, 5)
    assert shopping.total("Water", "ml") == 1500
    assert shopping.total("water", "l") == Fraction(3, 2)
    assert shopping.total("eggs") == 3
    assert shopping.total("sugar", "g") == 0


def test_scaled():
    shopping = ShoppingList()
    shopping.add(parse_recipe(BREAD), servings=2)
    shopping.add(parse_recipe(BREAD), servings=6)
    assert shopping.total("flour", "g") == 1600
    assert shopping.total("egg") == 2


def test_lines():
    assert both().lines() == [
        "1 egg",
        "3 eggs",
        "800 g flour",
        "30 ml oil",
        "5 ml salt",
        "1 1/2 l water",
        "pepper",
    ]


def test_pantry():
    lines = both(pantry=["Salt", "Water", "Pepper"]).lines()
    assert lines == ["1 egg", "3 eggs", "800 g flour", "30 ml oil"]
