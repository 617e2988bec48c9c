"""Shopping lists."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from recipes.quantities import format_number
from recipes.recipe import Ingredient, Recipe
from recipes.units import UNITS, best_unit, convert

# The unit in which amounts of each measure are added up.
BASE = {"mass": "g", "volume": "ml"}


class ShoppingList:
    """Adds up the ingredients of several recipes, except what is in the pantry."""

    def __init__(self, pantry: Iterable[str] = ()) -> None:
        self.pantry = {name.lower() for name in pantry}
        self._amounts: dict[tuple[str, str | None], Fraction] = {}
        self._to_taste: list[str] = []

    def add(self, recipe: Recipe, servings: int | None = None) -> None:
        """Add a recipe, scaled to a number of servings if one is given."""
        if servings is not None:
            recipe = recipe.scale(servings)
        for ingredient in recipe.ingredients:
            self.add_ingredient(ingredient)

    def add_ingredient(self, ingredient: Ingredient) -> None:
        """Add one ingredient; the same measure of the same thing is added up."""
        if ingredient.name in self.pantry:
            return
        if ingredient.amount is None:
            if ingredient.name not in self._to_taste:
                self._to_taste.append(ingredient.name)
            return
        amount, measure = ingredient.amount, None
        if ingredient.unit is not None:
            measure = UNITS[ingredient.unit][0]
            amount = convert(amount, ingredient.unit, BASE[measure])
        key = (ingredient.name, measure)
        self._amounts[key] = self._amounts.get(key, Fraction(0)) + amount

    def total(self, name: str, unit: str | None = None) -> Fraction:
        """Return how much of something is needed, in a unit or as a number of pieces."""
        measure = None if unit is None else UNITS[unit][0]
        amount = self._amounts.get((name.lower(), measure), Fraction(0))
        if unit is None:
            return amount
        return convert(amount, BASE[measure], unit)

    def lines(self) -> list[str]:
        """Return the list by name; what is to taste comes last."""
        result = []
        for (name, measure), amount in sorted(
            self._amounts.items(), key=lambda entry: (entry[0][0], entry[0][1] or "")
        ):
            if measure is None:
                result.append(f"{format_number(amount)} {name}")
            else:
                number, unit = best_unit(amount, BASE[measure])
                result.append(f"{format_number(number)} {unit} {name}")
        names = {name for name, _ in self._amounts}
        result.extend(name for name in self._to_taste if name not in names)
        return result
