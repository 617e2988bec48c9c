"""What an order for a refactoring asks of the workbench, from the words that its form found."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable

from msgspec import Struct

from quire.engine.refactor_words import KINDS
from quire.protocol.items import Json

Words = dict[str, str]
# Words of the language, and what names nothing that a program defines.
_NO_NAMES = frozenset((
    "everything", "all", "it", "them", "this", "that", "things", "stuff", "something", "master",
    "snake_case", "camelcase", "pascalcase", "lowercase", "uppercase", "english", "german", "kebab",
    "comments", "styles", "validation", "parsing", "handling", "checking", "check", "checks",
    "another", "documentation", "docs", "support",
    "better", "more", "other", "none", "true", "false", "nothing", "anything",
))  # fmt: skip
_MODULES = ("module", "file", "package")
_OTHER_FILES = re.compile(
    r"\.(?:md|rst|txt|json|ya?ml|toml|cfg|ini|csv|html?|css|jsx?|tsx?|sh|lock|png|svg|pdf|xml|go)$",
    re.IGNORECASE,
)


class Wish(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for, and the aim in words."""

    order: Json
    aim: str


Make = Callable[[Words], Wish | None]


def looks_named(parts: Words, key: str) -> bool:
    """Tell whether a word looks like a name: quoted, or with a mark, a capital or a digit."""
    word = parts[key]
    return f"{key}_quoted" in parts or re.search(r"[_./:\dA-Z]", word) is not None


def target(parts: Words, key: str = "name") -> Json | None:
    """Return the thing that an order names; None where that may be a word of the language."""
    word = parts[key].rstrip(".:")
    kind = parts.get(f"{key}_kind") or parts.get(f"{key}_after") or ""
    kind = KINDS.get(kind.lower(), kind.lower())
    if not _may_be_named(parts, key, kind):
        return None
    name, _, inner = word.partition("::")
    places = [each.rstrip(".:") for each in _places(parts, key)]
    if inner:
        name, places = inner.replace("::", "."), [name]
    elif name.endswith(".py"):
        places = [name]
        kind = "module"
        name = name.removesuffix(".py").removesuffix("/__init__").removeprefix("./")
        name = name.rpartition("/")[2]
    elif kind in _MODULES and "/" in name:
        return None
    return _placed(name, kind, places)


def _placed(name: str, kind: str, places: list[str]) -> Json | None:
    """Return a thing with its place; an owner inside a file becomes a part of the name."""
    inner = [each for each in places if not _is_file(each)]
    files = [each for each in places if _is_file(each)]
    if len(files) > 1 or len(inner) > 2:
        return None
    if files and inner:
        return {"name": ".".join([*reversed(inner), name]), "kind": kind, "place": files[0]}
    if len(inner) == 2:
        return {"name": f"{inner[0]}.{name}", "kind": kind, "place": inner[1]}
    return {"name": name, "kind": kind, "place": (files + inner + [""])[0]}


def _is_file(place: str) -> bool:
    return place.endswith(".py") or "/" in place


def _places(parts: Words, key: str) -> list[str]:
    """Return the places that an order tells, the innermost first."""
    found = [parts.get(each, "") for each in (f"{key}_owner", "place", "within", "where", "ahead")]
    return list(dict.fromkeys(each for each in found if each))


def _may_be_named(parts: Words, key: str, kind: str) -> bool:
    word = parts[key]
    if _OTHER_FILES.search(word) or _is_word(parts, key):
        return False
    spoken = f"{key}_the" in parts and not kind and not looks_named(parts, key)
    return not spoken and not keyword.iskeyword(word)


def is_new_name(parts: Words, key: str = "new") -> bool:
    """Tell whether a word can be the new name of something."""
    return not _is_word(parts, key) and not keyword.iskeyword(parts[key])


def _is_word(parts: Words, key: str) -> bool:
    """Tell whether a name is rather a word; beside the address of a thing in a file it is none."""
    addressed = f"{key}_quoted" in parts or "::" in parts.get("name", "")
    return parts[key].lower() in _NO_NAMES and not addressed


def rename(parts: Words) -> Wish | None:
    """Return the wish that something be called otherwise."""
    found = target(parts)
    if found is None or not is_new_name(parts):
        return None
    onto = parts.get("onto", "").rstrip(".")
    name, new = str(found["name"]), parts["new"]
    if onto and not f".{name}".endswith(f".{onto}.{name.rpartition('.')[2]}"):
        return None
    if name == new:
        return None
    aim = f"I look for every use of {name} and rename it to {new}."
    return Wish(order={"do": "rename", **found, "to": new}, aim=aim)


def rename_clear(parts: Words) -> Wish | None:
    """Return the wish for a new name where both words look like names, or a kind is told."""
    kind = parts.get("name_kind") or parts.get("name_after")
    if not looks_named(parts, "new") and not (kind and "named" in parts):
        return None
    return rename(parts) if kind or looks_named(parts, "name") else None


def rename_file(parts: Words) -> Wish | None:
    """Return the wish that a module be called otherwise, or moved where its folder changes."""
    found = target(parts)
    if found is None or found["kind"] not in ("module", "file", "package"):
        return None
    folder, _, new = parts["to"].rpartition("/")
    if folder and folder != parts["name"].rpartition("/")[0]:
        return move(parts)
    return rename({**parts, "new": new.removesuffix(".py")})


def move(parts: Words) -> Wish | None:
    """Return the wish that something be in another module."""
    found = target(parts)
    to = parts["to"].rstrip(".:")
    modular = any(parts.get(key) for key in ("to_kind", "to_after"))
    pathlike = re.search(r"[./]", parts["to"]) is not None
    if found is None or _OTHER_FILES.search(to) or not (modular or pathlike or found["kind"]):
        return None
    if not modular and not pathlike and not looks_named(parts, "to"):
        return None
    aim = f"I move {found['name']} to {to} and change every import."
    return Wish(order={"do": "move", **found, "to": to}, aim=aim)


def extract(parts: Words) -> Wish | None:
    """Return the wish for a function of some lines of a file."""
    first, last = int(parts["first"]), int(parts.get("last") or parts["first"])
    file = parts.get("file") or parts.get("ahead", "")
    if not file.endswith(".py") or first > last or not is_new_name(parts):
        return None
    order: Json = {"do": "extract", "place": file, "first": first, "last": last,
                   "to": parts["new"]}  # fmt: skip
    return Wish(order=order, aim=f"I make {parts['new']} of these lines and call it there.")


def inline(parts: Words) -> Wish | None:
    """Return the wish that something stand in the place of its name."""
    found = target(parts)
    if found is None:
        return None
    aim = f"I put the meaning of {found['name']} in the place of its uses."
    return Wish(order={"do": "inline", **found}, aim=aim)


def inline_clear(parts: Words) -> Wish | None:
    """Return the wish to inline where the thing is surely code."""
    told = parts.get("name_kind") or parts.get("name_after") or looks_named(parts, "name")
    return inline(parts) if told else None
