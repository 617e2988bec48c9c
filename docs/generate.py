"""Write docs/reference from the code: commands, settings, records; with --check, compare only."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import click
import msgspec

from quire import cli, config
from quire.protocol import records
from quire.protocol.events import EVENTS

REFERENCE = Path(__file__).parent / "reference"
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
    context = click.Context(command, parent=parent, info_name=name, max_content_width=90)
    return f"```text\n{command.get_help(context)}\n```\n"


def settings_page() -> str:
    """Return the page of every setting: key, type, default, meaning."""
    rows = "\n".join(
        f"| `{key}` | {kind} | `{default}` |" for key, kind, default in _settings(config.Settings)
    )
    schema = msgspec.json.format(msgspec.json.encode(config.schema()), indent=2).decode()
    table = f"| key | type | default |\n|---|---|---|\n{rows}\n"
    words = inspect.cleandoc(config.__doc__ or "")
    return f"# Settings\n\n{words}\n\n{table}\n## JSON Schema\n\n```json\n{schema}\n```\n"


def _settings(kind: type, above: str = "") -> Iterator[tuple[str, str, str]]:
    default = kind()
    hints = get_type_hints(kind)
    for name in kind.__struct_fields__:
        value = getattr(default, name)
        if isinstance(value, msgspec.Struct):
            yield from _settings(type(value), f"{above}{name}.")
        else:
            words = str(hints[name]) if hints[name].__module__ == "typing" else ""
            shown = words.replace("typing.", "") or getattr(hints[name], "__name__", "")
            yield f"{above}{name}", (shown or str(hints[name])).replace("|", "or"), repr(value)


def records_page() -> str:
    """Return the page of the records that make up a session's log."""
    words = inspect.cleandoc(records.__doc__ or "")
    blocks = [f"# Records of a session\n\n{words}\n"]
    for name, kind in records.KINDS.items():
        if name not in EVENTS:
            fields = ", ".join(f"`{field}`" for field in kind.__struct_fields__)
            blocks.append(
                f"## {name}\n\n{inspect.cleandoc(kind.__doc__ or '')}\n\nFields: {fields}\n"
            )
    return "\n".join(blocks)


PAGES = {"commands.md": commands_page, "settings.md": settings_page, "records.md": records_page}


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
