"""Recipes and their ingredients."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from recipes.quantities import GLYPHS, parse_number
from recipes.units import normalize

GLYPH = f"[{''.join(GLYPHS)}]"
NUMBER = re.compile(rf"\d+\s+\d+/\d+|\d+/\d+|\d+(?:\.\d+)?\s*{GLYPH}?|{GLYPH}")


@dataclass(frozen=True)
class Ingredient:
    """An amount of something; without an amount it is to taste."""

    name: str
    amount: Fraction | None = None
    unit: str | None = None
    note: str = ""

    def scaled(self, factor: Fraction) -> Ingredient:
        """Return the ingredient with `factor` times its amount."""
        if self.amount is None:
            return self
        return replace(self, amount=self.amount * factor)


def parse_ingredient(line: str) -> Ingredient:
    """Read for example "1 1/2 cups of flour, sifted"."""
    text, _, note = line.partition(",")
    text = text.strip()
    amount = unit = None
    found = NUMBER.match(text)
    if found is not None:
        amount = parse_number(found.group())
        text = text[found.end() :].strip()
        first, _, rest = text.partition(" ")
        unit = normalize(first)
        if unit is not None:
            text = rest.strip()
            if text.startswith("of "):
                text = text[3:].strip()
    if not text:
        raise ValueError(f"no ingredient in {line!r}")
    return Ingredient(text.lower(), amount, unit, note.strip())


@dataclass
class Recipe:
    """A dish for a number of people."""

    title: str
    servings: int = 4
    ingredients: list[Ingredient] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def scale(self, servings: int) -> Recipe:
        """Return the recipe for another number of people."""
        if servings < 1:
            raise ValueError("somebody must eat")
        factor = Fraction(servings, self.servings)
        scaled = [ingredient.scaled(factor) for ingredient in self.ingredients]
        return Recipe(self.title, servings, scaled, list(self.steps))

    def find(self, name: str) -> Ingredient | None:
        """Return the ingredient of that name, if there is one."""
        for ingredient in self.ingredients:
            if ingredient.name == name.lower():
                return ingredient
        return None

    def minutes(self) -> int:
        """Return the sum of all times such as "10 min" or "2 hours" in the steps."""
        total = 0
        for step in self.steps:
            for number, unit in re.findall(r"(\d+) (min|hour)", step):
                total += int(number) * (60 if unit == "hour" else 1)
        return total


def parse_recipe(text: str) -> Recipe:
    """Read a recipe: the title, "Serves N", ingredients after "- ", steps after "1. "."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("the recipe is empty")
    recipe = Recipe(lines[0].lstrip("# "))
    for line in lines[1:]:
        serves = re.fullmatch(r"serves (\d+)", line, re.IGNORECASE)
        step = re.match(r"\d+\. ", line)
        if serves:
            recipe.servings = int(serves.group(1))
        elif line.startswith("- "):
            recipe.ingredients.append(parse_ingredient(line[2:]))
        elif step:
            recipe.steps.append(line[step.end() :])
        elif recipe.steps:
            recipe.steps[-1] += " " + line
        else:
            raise ValueError(f"cannot read {line!r}")
    return recipe
