"""The workbench as one file, and the shell text that puts it in place and runs it."""

from __future__ import annotations

import base64
import hashlib
import io
import marshal
import re
import shlex
import zipfile
from collections.abc import Iterable, Mapping
from importlib.util import MAGIC_NUMBER, source_hash
from types import CodeType

from quire.engine.scripts import PYTHONS

PACKAGE = "quire_workbench"
# A single argument of execve may hold 128 KiB (Linux, MAX_ARG_STRLEN); a command is one.
CHUNK = 80_000
_UNCHECKED = (0b01).to_bytes(4, "little")  # flags of PEP 552: by hash, and not compared
# The oldest date that a zip file can tell: equal sources give equal bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = f"import sys\n\nfrom {PACKAGE}.main import main\n\nsys.exit(main(sys.argv[1:]))\n"
_NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 9))"
_INTACT = (
    "import hashlib, sys; "
    "sys.exit(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest() != sys.argv[2])"
)
ABSENT = '{"type":"absent"}'
NO_PYTHON = '{"type":"no_python"}'
PLACED = '{"type":"placed"}'
SPOILT = '{"type":"spoilt"}'


def pack(
    sources: Mapping[str, str], home: str = "", codes: Mapping[str, CodeType] | None = None
) -> bytes:
    """Return a runnable zip of `sources`: module names (`main`, `search.py`) to their text.

    `main` must hold `main(argv) -> int`. Equal sources give equal bytes on every machine. With
    `home`, the path at which the zip will lie, it holds bytecode for interpreters like this one
    too; others pass it by (importlib compares the magic number first). `codes` are those modules
    that somebody has compiled already, by the same names.
    """
    known = {f"{PACKAGE}/{name}": code for name, code in (codes or {}).items()}
    texts = {f"{PACKAGE}/{name.removesuffix('.py')}.py": text for name, text in sources.items()}
    texts.setdefault(f"{PACKAGE}/__init__.py", "")
    texts["__main__.py"] = _MAIN
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(texts):
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), texts[name])
            if home:
                code = _bytecode(texts[name].encode(), f"{home}/{name}", known.get(name))
                archive.writestr(_entry(f"{name}c", zipfile.ZIP_STORED), code)
    return packed.getvalue()


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _bytecode(source: bytes, path: str, known: CodeType | None) -> bytes:
    """Return a module's bytecode that is never compared with its source (PEP 552)."""
    code = _at(path, known) if known else compile(source, path, "exec", dont_inherit=True)
    return MAGIC_NUMBER + _UNCHECKED + source_hash(source) + marshal.dumps(code)


def _at(path: str, code: CodeType) -> CodeType:
    """Return compiled code as if it had been compiled from a file at `path`."""
    inner = (_at(path, each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=path, co_consts=tuple(inner))


def place(program: bytes) -> str:
    """Return the shell word for the path below the temporary folder that is the program's own."""
    return '"${TMPDIR:-/tmp}"/quire-workbench-' + hashlib.sha256(program).hexdigest()[:12]


def run(program: bytes, arguments: Iterable[str]) -> str:
    """Return the command that runs the workbench with `arguments` in the project's interpreter.

    `$QUIRE_WORKBENCH` is used where it names a readable file, else the copy that `install` made:
    only a plain file of the same user counts. Prints ABSENT and exits 97 when there is none,
    NO_PYTHON and 98 when no interpreter of Python 3.9 or newer is found.
    """
    words = shlex.join(arguments)
    return "\n".join(
        (
            f"# quire-workbench {' '.join(words.split())}",  # one line, or it would be a command
            'q=$QUIRE_WORKBENCH; [ -r "$q" ] || {',
            f"  q={place(program)}.pyz",
            '  [ -f "$q" ] && [ -O "$q" ] && [ ! -h "$q" ] || {',
            f"    echo {shlex.quote(ABSENT)}; exit 97; }}; }}",
            f"for p in {PYTHONS}; do",
            f'  "$p" -Ic {shlex.quote(_NEW_ENOUGH)} 2>/dev/null || continue',
            f'  exec "$p" -I "$q" {words}',
            "done",
            f"echo {shlex.quote(NO_PYTHON)}; exit 98",
        )
    )


def tidy(command: str) -> str:
    """Return a test command that leaves no compiled files and no cache of pytest in the tree."""
    options = '"${PYTEST_ADDOPTS:-} -p no:cacheprovider"'
    return f"# {command}\nPYTHONDONTWRITEBYTECODE=1 PYTEST_ADDOPTS={options} {command}"


def install(program: bytes) -> tuple[str, ...]:
    """Return the commands that put the program where `run` finds it, each below 90 kB.

    They may run in any order or at once: each leaves its part, and whoever finds all parts
    joins them, checks the SHA-256 and moves the whole into place.
    """
    text = base64.encodebytes(program).decode("ascii")
    lines = text.splitlines(keepends=True)
    step = CHUNK // 77
    parts = ["".join(lines[start : start + step]) for start in range(0, len(lines), step)]
    digest = hashlib.sha256(program).hexdigest()
    names = " ".join(f'"$t.{number}"' for number in range(len(parts)))
    own = '"$t.$$"'
    return tuple(
        "\n".join(
            (
                f"# quire-workbench: put in place, part {number + 1} of {len(parts)}",
                f"umask 077; set -C; t={place(program)}",
                f'cat > "$t.{number}.$$" <<\'QUIRE\' && mv -f "$t.{number}.$$" "$t.{number}"',
                f"{part}QUIRE",
                f'for i in {names}; do [ -r "$i" ] || exit 0; done',
                f'cat {names} | base64 -d > "$t.$$"',
                f"for p in {PYTHONS}; do",
                f'  "$p" -Ic {shlex.quote(_INTACT)} "$t.$$" {digest} 2>/dev/null || continue',
                f'  mv -f "$t.$$" "$t.pyz"; {_gone(names)}',
                f"  echo {shlex.quote(PLACED)}; exit 0",
                "done",
                f'{_gone(own)}; [ -r "$t.pyz" ] && exit 0',
                f"echo {shlex.quote(SPOILT)}; exit 99",
            )
        )
        for number, part in enumerate(parts)
    )


def _gone(names: str) -> str:
    """Return the command that takes files away; Codex lets nobody say `rm -f`."""
    return f'for i in {names}; do unlink "$i"; done 2>/dev/null'


def is_run(text: str, verb: str) -> bool:
    """Tell whether a call's text holds a command of `run` with this verb."""
    plain = text.replace('\\"', '"')
    ran = re.search(rf' -I "\$q" {re.escape(verb)}(?![\w-])', plain)
    return is_search(text) and ran is not None


def is_search(text: str) -> bool:
    """Tell whether a call's text holds a command of `run`: it changes nothing in the project."""
    return "QUIRE_WORKBENCH" in text


def is_install(text: str) -> bool:
    """Tell whether a call's text holds a command of `install`."""
    return "quire-workbench-" in text and "<<'QUIRE'" in text
