"""Short programs that travel inside a command."""

from __future__ import annotations

import base64
import shlex

import msgspec

# Where the project's own interpreter may be, then any.
PYTHONS = ".venv/bin/python venv/bin/python python3 python"

_PATCH = """
import base64, json, sys
path, diff = json.loads(base64.b64decode(sys.argv[1]))
with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
    text = file.read()
end = "\\r\\n" if "\\r\\n" in text else "\\n"
lines, hunks = text.split(end), []
for line in diff.splitlines():
    if line.startswith("@@"):
        hunks.append((line[2:].strip(), [], []))
        continue
    if not hunks:
        hunks.append(("", [], []))
    if line[:1] != "+":
        hunks[-1][1].append(line[1:])
    if line[:1] != "-":
        hunks[-1][2].append(line[1:])
start = 0
for anchor, old, new in hunks:
    after = [n + 1 for n in range(start, len(lines)) if anchor and lines[n].strip() == anchor]
    start = after[0] if after else start
    places = [n for n in range(start, len(lines)) if lines[n : n + len(old)] == old]
    if not places:
        sys.exit("Patch failed: these lines are not in " + path + ": " + " | ".join(old))
    lines[places[0] : places[0] + len(old)] = new
    start = places[0] + len(new)
with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
    file.write(end.join(lines))
print("Updated " + path)
"""


_CREATE = """
import base64, json, os, sys
path, text = json.loads(base64.b64decode(sys.argv[1]))
os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
try:
    with open(path, "x", encoding="utf-8", newline="") as file:
        file.write(text)
except FileExistsError:
    sys.exit("Patch failed: " + path + " is there already.")
print("Created " + path)
"""


_REMOVE = """
import base64, json, os, sys
path, _ = json.loads(base64.b64decode(sys.argv[1]))
try:
    os.remove(path)
except OSError as error:
    sys.exit("Patch failed: " + str(error))
print("Removed " + path)
"""


def patch_command(path: str, diff: str) -> str:
    """Return the command that changes one file by V4A hunks, for a client without a patch tool.

    Exit code 0 when the file is changed; else the file is as it was and the output says why.
    """
    return _command(_PATCH, path, diff)


def create_command(path: str, text: str) -> str:
    """Return the command that makes a new file, for a client without a patch tool.

    Exit code 0 when it is made; a file that is there already is left alone and told.
    """
    return _command(_CREATE, path, text)


def remove_command(path: str) -> str:
    """Return the command that removes a file, for a client without a patch tool."""
    return _command(_REMOVE, path, "")


def _command(script: str, path: str, text: str) -> str:
    wish = base64.b64encode(msgspec.json.encode([path, text])).decode("ascii")
    return "\n".join(
        (
            f"for p in {PYTHONS}; do",
            '  "$p" -Ic "" 2>/dev/null || continue',
            f'  exec "$p" -Ic {shlex.quote(script)} {wish}',
            "done",
            "echo 'Patch failed: there is no Python here.'; exit 98",
        )
    )
