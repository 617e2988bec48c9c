"""Read and write INI files: sections, comments, continued values and references.

    [server]
    host = example.org      ; a comment
    url = http://${host}:${ports:http}/
    names = one,
        two

Section and key names do not depend on case. A reference is ${key} or ${section:key}.
"""

from __future__ import annotations

import re
from typing import Any

DEFAULT = "default"
MAX_DEPTH = 10
TRUE_WORDS = {"1", "yes", "true", "on"}
FALSE_WORDS = {"0", "no", "false", "off"}
REFERENCE = re.compile(r"\$\{([^}:]+)(?::([^}]+))?\}")


class ParseError(ValueError):
    """A line that is no section, no key and no comment."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(f"line {number}: cannot read {line!r}")
        self.number = number
        self.line = line


class MissingKey(KeyError):
    """There is no such key, neither in the section nor in the defaults."""


class ReferenceLoop(ValueError):
    """References that lead in a circle, or too deep."""


class Config:
    """Sections of keys and values; the section "default" serves all the others."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, str]] = {}

    def sections(self) -> list[str]:
        """Return the names of the sections in their order, without the defaults."""
        return [name for name in self._sections if name != DEFAULT]

    def keys(self, section: str) -> list[str]:
        """Return a section's own keys in their order; an unknown section has none."""
        return list(self._sections.get(section.lower(), {}))

    def set(self, section: str, key: str, value: Any) -> None:
        """Set a value, make the section if it is new."""
        self._sections.setdefault(section.lower(), {})[key.lower()] = str(value)

    def remove(self, section: str, key: str) -> bool:
        """Remove a key, and the section with its last key; tell whether there was one."""
        values = self._sections.get(section.lower(), {})
        if key.lower() not in values:
            return False
        del values[key.lower()]
        if not values:
            del self._sections[section.lower()]
        return True

    def raw(self, section: str, key: str) -> str:
        """Return a value with its references as they are."""
        for name in (section.lower(), DEFAULT):
            values = self._sections.get(name, {})
            if key.lower() in values:
                return values[key.lower()]
        raise MissingKey(f"{section}:{key}")

    def get(self, section: str, key: str, fallback: str | None = None) -> str:
        """Return a value with its references replaced."""
        try:
            value = self.raw(section, key)
        except MissingKey:
            if fallback is None:
                raise
            return fallback
        return self._expand(section, value, 0)

    def _expand(self, section: str, value: str, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise ReferenceLoop(value)

        def replace(found: re.Match[str]) -> str:
            first, second = found.groups()
            target, key = (section, first) if second is None else (first, second)
            return self._expand(target, self.raw(target, key), depth + 1)

        return REFERENCE.sub(replace, value)

    def get_bool(self, section: str, key: str, fallback: bool | None = None) -> bool:
        """Return a value as a truth value; ValueError if it is none."""
        word = self.get(section, key, None if fallback is None else str(fallback)).lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ValueError(f"{section}:{key} is neither true nor false: {word}")

    def get_list(self, section: str, key: str, separator: str = ",") -> list[str]:
        """Return the parts of a value, stripped, without the empty ones."""
        parts = self.get(section, key).split(separator)
        return [part.strip() for part in parts if part.strip()]

    def merge(self, other: Config) -> None:
        """Take over everything of another configuration; its values win."""
        for section, values in other._sections.items():
            self._sections.setdefault(section, {}).update(values)

    def dump(self) -> str:
        """Write the configuration as text that `parse` reads back."""
        blocks = []
        for section, values in self._sections.items():
            lines = [f"[{section}]"]
            for key, value in values.items():
                lines.append(f"{key} = " + value.replace("\n", "\n    "))
            blocks.append("\n".join(lines) + "\n")
        return "\n".join(blocks)


def strip_comment(line: str) -> str:
    """Cut a comment off: a line that starts with "#" or ";", or the rest after " ;"."""
    if line.lstrip().startswith(("#", ";")):
        return ""
    position = line.find(" ;")
    if position >= 0:
        line = line[:position]
    return line.rstrip()


def parse(text: str) -> Config:
    """Read a configuration; keys before the first section are defaults."""
    config = Config()
    section = DEFAULT
    key: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        content = strip_comment(line)
        if not content:
            continue
        if content[0].isspace() and key is not None:
            config.set(section, key, config.raw(section, key) + "\n" + content.strip())
        elif content.startswith("[") and content.endswith("]"):
            section = content[1:-1].strip().lower()
            key = None
        else:
            key, equals, value = content.partition("=")
            key = key.strip()
            if not equals or not key:
                raise ParseError(number, line)
            config.set(section, key, value.strip())
    return config
