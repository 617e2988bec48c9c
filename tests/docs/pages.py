"""The pages of the documentation: their examples, links and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", "docs/**/*.md", "examples/*.md", "bench/*/README.md")
    for path in ROOT.glob(pattern)
)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ENDS_A_COMMAND = {"|", "||", "&&", ";", "&"}
_REDIRECTS = {">", ">>", "<", ">&"}
_ASSIGNS = re.compile(r"[A-Z][A-Z0-9_]*=")


class Fence(NamedTuple):
    """One example: its page, its language, its text."""

    page: Path
    language: str
    text: str


def text_of(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return a page without its examples."""
    return _FENCE.sub("", text_of(page))


def fences(language: str) -> list[Fence]:
    """Return every example in a language."""
    found = ((page, match) for page in PAGES for match in _FENCE.finditer(text_of(page)))
    return [Fence(page, match[1], match[2]) for page, match in found if match[1] == language]


def lines_of(fence: Fence) -> list[str]:
    """Return the lines of a shell example that hold a command."""
    return [line for line in fence.text.splitlines() if line and not line.startswith("#")]


def code_of(page: Path) -> Iterator[str]:
    """Yield what stands in backticks in a page's prose."""
    for match in _CODE.finditer(prose_of(page)):
        yield match[1]


def links_of(page: Path) -> list[str]:
    """Return the targets of a page's links within the repository."""
    return [link for link in _LINK.findall(prose_of(page)) if "://" not in link]


def anchors_of(page: Path) -> set[str]:
    """Return the names that links may add after `#`."""
    headings = _HEADING.findall(prose_of(page))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_of(line: str) -> Iterator[list[str]]:
    """Yield the commands of a shell line as words, without variables and redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    words: list[str] = []
    tokens = iter(lexer)
    for token in tokens:
        if token in _ENDS_A_COMMAND:
            yield words
            words = []
        elif token in _REDIRECTS:
            next(tokens)
            words = words[:-1] if words[-1:] == ["2"] else words
        elif words or not _ASSIGNS.match(token):
            words.append(token)
    if words:
        yield words
