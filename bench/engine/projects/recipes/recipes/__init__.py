"""Read recipes, scale them and write shopping lists."""

from recipes.quantities import format_number, parse_number
from recipes.recipe import Ingredient, Recipe, parse_ingredient, parse_recipe
from recipes.shopping import ShoppingList
from recipes.units import UnitError, convert, normalize

__all__ = [
    "Ingredient",
    "Recipe",
    "ShoppingList",
    "UnitError",
    "convert",
    "format_number",
    "normalize",
    "parse_ingredient",
    "parse_number",
    "parse_recipe",
]
