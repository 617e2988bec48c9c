"""Rule files: patterns of expressions and what takes their place, names that moved."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .migrate_shipped import SHIPPED
from .refactor_tree import Unable

FOLDER = ".quire/migrations"
_CAPTURE = re.compile(r"\$\$?\w+")
_FIELDS = {"id", "title", "pattern", "replacement", "pairs", "moves", "modules", "where", "inside"}


@dataclass(frozen=True)
class Rule:
    """One migration: pairs of pattern and replacement, names with their new place.

    `modules` are what the replacements may import; `where` holds a regular expression for the
    text of a capture; `inside` "async" limits it to coroutines.
    """

    id: str
    title: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    modules: tuple[str, ...] = ()
    where: dict[str, str] = field(default_factory=dict)
    inside: str = ""


def shipped(old: str = "") -> list[Rule]:
    """Give the rules that come with Quire, or those that replace one name; raise Unable."""
    rules = read_rules(SHIPPED, "the shipped rules")
    form = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    found = [
        rule
        for rule in rules
        if not old or any(form.search(before) for before, _ in (*rule.pairs, *rule.moves))
    ]
    if not found:
        raise Unable(f"no rule tells what takes the place of {old}",
                     "both names: replace `old.name` with `new.name`")  # fmt: skip
    return found


def rules_in(root: Path, paths: list[str]) -> list[Rule]:
    """Read rule files: those given, else all of the project's own folder."""
    files = [root / path for path in paths] or sorted((root / FOLDER).glob("*.toml"))
    if not files:
        raise Unable(f"there is no rule file in {FOLDER}", "a file of rules there, or its path")
    found: list[Rule] = []
    for file in files:
        if not file.is_file():
            raise Unable(f"there is no file {file.relative_to(root).as_posix()}",
                         "the path of a file of rules below the project's folder")  # fmt: skip
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Unable(f"{file.name} cannot be read: {error}") from error
        found.extend(read_rules(text, file.name))
    twice = next((name for name, count in Counter(each.id for each in found).items()
                  if count > 1), "")  # fmt: skip
    if twice:
        raise Unable(f"{twice} is the id of two rules", "an id of its own for each rule")
    return found


def one_rule(old: str, new: str) -> Rule:
    """Give the rule that an order names: a call to a call, or a dotted name to a dotted name."""
    if "(" in old or "$" in old:
        root = re.match(r"[\w.]+(?=\.\w+\()", new)
        modules = (root[0],) if root else ()
        return Rule(id="order", title=f"{old} is {new} now", pairs=((old, new),), modules=modules)
    if "." not in old or "." not in new:
        raise Unable(f"{old} and {new} are no full names", "names with their module, as "
                     "`os.popen2`, or a pattern, as `f($a)`")  # fmt: skip
    return Rule(id="order", title=f"{old} is {new} now", moves=((old, new),))


def read_rules(text: str, name: str) -> list[Rule]:
    """Read the text of a rule file; raise Unable that names the file and the rule."""
    try:
        import tomllib
    except ImportError as error:
        raise Unable("rule files need Python 3.11 or newer") from error
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unable(f"{name} is no TOML: {error}") from error
    tables = whole.get("rule", [])
    if not isinstance(tables, list) or not tables:
        has = ", ".join(f"[{each}]" for each in whole)
        raise Unable(f"{name} has no [[rule]]" + (f", but {has}" if has else ""),
                     "a [[rule]] above the fields of each rule")  # fmt: skip
    return [_read(table, f"{name}, rule {at}") for at, table in enumerate(tables, start=1)]


def _read(table: dict[str, object], where: str) -> Rule:
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise Unable(f"{where}: there is no field {unknown[0]}", ", ".join(sorted(_FIELDS)))
    name = table.get("id")
    if not isinstance(name, str) or not re.fullmatch(r"[\w.-]+", name):
        raise Unable(f"{where}: it has no id", 'a field id, for example id = "old-name"')
    pairs = _pairs(table.get("pairs", []), where)
    if "pattern" in table or "replacement" in table:
        pairs += ((_text(table, "pattern", where), _text(table, "replacement", where)),)
    rule = Rule(
        id=name, title=str(table.get("title", "")), pairs=pairs,
        moves=_pairs(table.get("moves", []), where),
        modules=_texts(table.get("modules", []), where),
        where=_where(table.get("where", {}), where), inside=str(table.get("inside", "")),
    )  # fmt: skip
    if not rule.pairs and not rule.moves:
        raise Unable(f"{where}: it has no pattern and no moves", "pattern and replacement")
    _check(rule, where)
    return rule


def _check(rule: Rule, where: str) -> None:
    """Raise Unable for a rule that could match nothing, or would write what it does not know."""
    known: set[str] = set()
    for old, new in rule.pairs:
        for text in (old, new):
            _check_expression(text, where)
        has = set(_CAPTURE.findall(old))
        known |= {name.lstrip("$") for name in has}
        lost = sorted(set(_CAPTURE.findall(new)) - has)
        if lost:
            raise Unable(f"{where}: the replacement has {lost[0]}, and its pattern has none",
                         f"{lost[0]} in {old!r}")  # fmt: skip
    strange = sorted(set(rule.where) - known)
    if strange:
        raise Unable(f"{where}: where speaks of {strange[0]}, and no pattern has ${strange[0]}")
    if rule.inside not in ("", "async"):
        raise Unable(f"{where}: inside is {rule.inside!r}", 'inside = "async", or no such field')
    short = next((name for pair in rule.moves for name in pair if "." not in name), "")
    if short:
        raise Unable(f"{where}: {short!r} is no full name", "its module, as collections.Mapping")


def _check_expression(text: str, where: str) -> None:
    plain = re.sub(r"\$(\w+)", r"_\1", re.sub(r"\$\$(\w+)", r"*_\1", text))
    try:
        ast.parse(plain.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise Unable(
            f"{where}: {text!r} is no expression of Python with $captures",
            "an expression: statements and decorators cannot be matched",
        ) from error


def _text(table: dict[str, object], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Unable(f"{where}: {key} is no text")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unable(f"{where}: modules is no list of texts")
    return tuple(str(each) for each in value)


def _pairs(value: object, where: str) -> tuple[tuple[str, str], ...]:
    rows = value if isinstance(value, list) else [value]
    pairs = [(str(row[0]), str(row[1])) for row in rows if isinstance(row, list) and len(row) == 2]
    if len(pairs) < len(rows):
        raise Unable(f"{where}: pairs and moves are lists of [old, new]")
    return tuple(pairs)


def _where(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Unable(f"{where}: where is no table")
    for pattern in value.values():
        try:
            re.compile(str(pattern))
        except re.error as error:
            raise Unable(f"{where}: {pattern!r} is no regular expression ({error})") from error
    return {str(key): str(each) for key, each in value.items()}
