"""Write docs/reference from the code; with --check, name the pages that are stale."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import click
import msgspec

from quire import cli, config, errors
from quire.models.providers import providers
from quire.models.settings import Settings, Traits
from quire.protocol import records
from quire.protocol.events import EVENTS
from quire.sandbox.clauses import CLAUSES, WORKS
from quire.workbench import templates

REFERENCE = Path(__file__).parent / "reference"
HELP = cli.quire.context_settings["help_option_names"]
_OPENINGS = ("Edit templates for ", "Edit templates that ", "Edits that ")
HEAD = "<!-- Made by scripts/docs from the code; do not edit. -->\n\n"


def commands_page() -> str:
    """Return the page of every command's help."""
    blocks = ["# Commands\n", _help(cli.quire, None, "quire")]
    top = click.Context(cli.quire, info_name="quire")
    for name in cli.COMMANDS:
        command = cli.quire.get_command(top, name)
        if command is None:
            raise SystemExit(f"docs: no command {name!r}")
        blocks.append(f"## quire {name}\n\n{_help(command, top, name)}")
        if isinstance(command, click.Group):
            inner = click.Context(command, parent=top, info_name=name)
            blocks += [
                f"### quire {name} {child}\n\n{_help(found, inner, child)}"
                for child, found in sorted(command.commands.items())
            ]
    return "\n".join(blocks)


def _help(command: click.Command, parent: click.Context | None, name: str) -> str:
    context = click.Context(
        command, parent=parent, info_name=name, terminal_width=90, help_option_names=HELP
    )
    return f"```text\n{command.get_help(context)}\n```\n"


def settings_page() -> str:
    """Return the page of every setting: a section a room, its words, its keys."""
    sections = "\n".join(
        f"## {name or 'At the top'}\n\n{_words(kind)}\n\n{_table(name, kind)}"
        for name, kind in _sections(config.Settings)
    )
    schema = msgspec.json.format(msgspec.json.encode(config.schema()), indent=2).decode()
    return (
        f"# Settings\n\n{_words(config)}\n\n{sections}\n## JSON Schema\n\n```json\n{schema}\n```\n"
    )


def _sections(kind: type[msgspec.Struct], name: str = "") -> Iterator[tuple[str, type]]:
    """Yield a struct of settings and those below it, each with its path."""
    yield name, kind
    for field in msgspec.structs.fields(kind):
        if isinstance(field.default, msgspec.Struct):
            yield from _sections(type(field.default), f"{name}.{field.name}".lstrip("."))


def _table(name: str, kind: type[msgspec.Struct]) -> str:
    hints = get_type_hints(kind)
    rows = [
        f"| `{f'{name}.{field}'.lstrip('.')}` | {_shown(hints[field])} | `{_written(value)}` |\n"
        for field, value in msgspec.structs.asdict(kind()).items()
        if not isinstance(value, msgspec.Struct)
    ]
    return "".join(("| key | value | default |\n|---|---|---|\n", *rows))


def _shown(hint: object) -> str:
    """Return a type as a reader of TOML names it."""
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return " or ".join(f"`{value}`" for value in parts)
    if kind in (Union, UnionType):
        return " or ".join(_shown(part) for part in parts if part is not NoneType)
    if kind is tuple:
        return f"list of {_shown(parts[0])}"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(hint))
        return f"tables ({fields})"
    return "table" if kind is dict else next(word for known, word in plain.items() if known is hint)


def _written(value: object) -> str:
    return "none" if value is None else msgspec.json.encode(value).decode()


def records_page() -> str:
    """Return the page of the records that make up a session's log."""
    blocks = [f"# Records of a session\n\n{_words(records)}\n"]
    for name, kind in records.KINDS.items():
        if name not in EVENTS:
            fields = ", ".join(f"`{field}`" for field in kind.__struct_fields__)
            blocks.append(f"## {name}\n\n{_words(kind)}\n\nFields: {fields}\n")
    return "\n".join(blocks)


def errors_page() -> str:
    """Return the page of every error: its code, status and exit code."""
    rows = "".join(
        f"| {kind.__name__} | `{kind.code}` | {kind.status} | {kind.exit_code} "
        f"| {'yes' if kind.retryable else 'no'} | {_words(kind).splitlines()[0]} |\n"
        for kind in _leaves(errors.QuireError)
    )
    return (
        "# Errors and exit codes\n\nThe code and the status are the defaults of each kind; an "
        "upstream's own go before them.\nFailures of tools (a command that exits 1, a patch that "
        "does not apply) are outputs which a model reads, not errors.\n\n"
        "| error | code | HTTP status | exit code | asked again | meaning |\n"
        f"|---|---|---|---|---|---|\n{rows}"
    )


def _leaves(kind: type[errors.QuireError]) -> Iterator[type[errors.QuireError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _leaves(below)


def walls_page() -> str:
    """Return the page of what each tier of walls promises."""
    rows = "".join(
        f"| `{each.key}` | {each.promise} | {each.bubblewrap} | {each.landlock} "
        f"| {' '.join(filter(None, (each.note, each.landlock_note)))} |\n"
        for each in CLAUSES
    )
    works = "".join(
        f"| {what} | {_yes(bubblewrap)} | {_yes(landlock)} |\n"
        for what, bubblewrap, landlock in WORKS
    )
    return (
        "# The walls, clause by clause\n\n`quire sandbox status` tries these on the machine at "
        "hand.\n\n| clause | promise | bubblewrap | landlock | to know |\n|---|---|---|---|---|\n"
        f"{rows}\n## What works inside\n\n| work | bubblewrap | landlock |\n|---|---|---|\n{works}"
    )


def upstreams_page() -> str:
    """Return the page of the upstreams that Quire knows."""
    rows = "".join(
        f"| `{each.name}` | {each.title} | {each.base_url} | {_code(each.key_variable)} "
        f"| {each.dialect} | {' '.join(map(_code, each.serves))} |\n"
        for each in providers(Settings(), lambda variable: "")
    )
    return (
        f"# Upstreams\n\n{_words(Traits)}\n\n| name | title | address | key | dialect | serves |\n"
        f"|---|---|---|---|---|---|\n{rows}"
    )


def edits_page() -> str:
    """Return the page of every edit that a repair tries: a section a module of templates."""
    makers = dict.fromkeys([*(maker for _, maker in templates.TABLE), *templates.WHOLE])
    groups: dict[str, list[str]] = {}
    for maker in makers:
        groups.setdefault(maker.__module__, []).append(_line(maker))
    sections = "\n".join(
        f"## {_subject(sys.modules[name])}\n\n{''.join(lines)}"
        for name, lines in sorted(groups.items())
    )
    return (
        f"# Edits\n\nThe {len(makers)} kinds of single edits that a "
        "[repair](../concepts/engine.md) writes down and tries, each for every place that it "
        "fits.\nEarly exits on conditions of all sorts come on top.\n\n"
        f"{sections}"
    )


def _line(maker: object) -> str:
    return f"- {_words(maker).splitlines()[0]}\n"


def _subject(module: object) -> str:
    """Return what a module of templates is for, from its first words."""
    words = _words(module).splitlines()[0].removesuffix(".")
    for opening in _OPENINGS:
        words = words.removeprefix(opening)
    return words[0].upper() + words[1:]


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _yes(works: bool) -> str:
    return "yes" if works else "no"


def _words(thing: object) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "records.md": records_page,
    "errors.md": errors_page,
    "walls.md": walls_page,
    "upstreams.md": upstreams_page,
    "edits.md": edits_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check name those that are stale and return 1."""
    pages = {REFERENCE / name: HEAD + make() for name, make in PAGES.items()}
    if "--check" not in arguments:
        REFERENCE.mkdir(exist_ok=True)
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [
        path.name
        for path, text in pages.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for name in stale:
        sys.stderr.write(f"docs/reference/{name} is stale; run scripts/docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
