"""What a model is told before the person's first words: instructions, AGENTS.md, surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from quire.agent.enclosing import up_to_root
from quire.errors import SettingsError
from quire.protocol.items import Message

OVERRIDE = "AGENTS.override.md"
NAME = "AGENTS.md"
DOCUMENT_BYTES = 32_768
_PROVES = "<verification>after the work</verification>\n"
_CLIMBS = "<models>a larger one is asked where this one declines</models>\n"
_SEPARATOR = "\n\n--- project-doc ---\n\n"


class Surroundings(Struct, frozen=True, kw_only=True):
    """Where and how commands run; `date` is the day alone, so that prompt caches hold.

    `proves` tells the model that the tests are run without it after its last word, `climbs` that
    another model does what it declines.
    """

    cwd: str
    sandbox: str
    network: str
    shell: str
    date: str
    proves: bool = True
    climbs: bool = False


@cache
def instructions() -> str:
    """Return the instructions for every model."""
    return (files("quire.agent") / "instructions.md").read_text(encoding="utf-8")


def context(
    surroundings: Surroundings,
    *,
    home: Path | None = None,
    limit: int = DOCUMENT_BYTES,
    other_names: tuple[str, ...] = (),
) -> tuple[Message, ...]:
    """Return the developer messages that come before an order; what changes most comes last.

    `home` is the folder of the user's own AGENTS.md, `limit` the bytes of all project files.
    Raises SettingsError for a file that cannot be read.
    """
    cwd = Path(surroundings.cwd)
    told = documents(cwd, home=home, limit=limit, other_names=other_names)
    messages = [_told(_framed(told))] if told else []
    return (*messages, _told(described(surroundings)))


def _told(text: str) -> Message:
    """Return a developer message in its shortest form, as nothing behind the folder is shared."""
    return Message(role="developer", content=text)


def described(surroundings: Surroundings) -> str:
    """Return the surroundings as the text a model of the Codex family expects."""
    return (
        "<environment_context>\n"
        f"<sandbox_mode>{surroundings.sandbox}</sandbox_mode>\n"
        f"<network_access>{surroundings.network}</network_access>\n"
        f"<shell>{surroundings.shell}</shell>\n"
        f"{_PROVES if surroundings.proves else ''}"
        f"{_CLIMBS if surroundings.climbs else ''}"
        f"<current_date>{surroundings.date}</current_date>\n"
        f"<cwd>{surroundings.cwd}</cwd>"
        "</environment_context>"
    )


def documents(
    cwd: Path, *, home: Path | None, limit: int, other_names: tuple[str, ...] = ()
) -> str:
    """Return the text of the AGENTS.md files that hold for `cwd`, in Codex's order and form.

    The user's own first, then one a folder from the repository's root down to `cwd`, cut at
    `limit` bytes together (codex-agent, AGENTS.md discovery).
    """
    own = next((_read(path) for path in _candidates(home, ()) if path.is_file()), "").strip()
    project = "\n\n".join(_project_texts(cwd, limit, other_names))
    return _SEPARATOR.join(text for text in (own, project) if text)


def _project_texts(cwd: Path, limit: int, other_names: tuple[str, ...]) -> Iterator[str]:
    room = limit
    for folder in reversed(up_to_root(cwd)):
        found = next((path for path in _candidates(folder, other_names) if path.is_file()), None)
        if found is None or room <= 0:
            continue
        data = _read(found).encode()[:room]
        room -= len(data)
        text = data.decode("utf-8", "ignore").strip()
        if text:
            yield text


def _candidates(folder: Path | None, other_names: tuple[str, ...]) -> Iterable[Path]:
    return [] if folder is None else [folder / name for name in (OVERRIDE, NAME, *other_names)]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}", hint="Correct its rights or move it away."
        ) from error


def _framed(text: str) -> str:
    """Return documents in Codex's frame; it names no folder, so the same text is shared by all."""
    return f"# AGENTS.md instructions\n\n<INSTRUCTIONS>\n{text}\n</INSTRUCTIONS>"
