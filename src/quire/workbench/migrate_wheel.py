"""The wheel that a project makes before and after its set-up moved: what it says and holds."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from .migrate_told import copied, interpreters
from .refactor_tree import Plan, Unable

_SECONDS = 120
_OLDEST = 61  # the first setuptools that reads [project]
_HAS = f"import setuptools, sys; sys.exit(int(setuptools.__version__.split('.')[0]) < {_OLDEST})"
_MAKE = (
    "import sys, setuptools.build_meta as b; "
    "(b.build_wheel if sys.argv[2] == 'new' else b.__legacy__.build_wheel)(sys.argv[1])"
)
_SAME = ("Name", "Version", "Requires-Python", "License", "License-Expression", "Platform",
         "Keywords", "Classifier", "Requires-Dist", "Provides-Extra")  # fmt: skip
_MOST = 3


@dataclass(frozen=True)
class Wheel:
    """What a wheel says of itself, field by field, and the names of its files."""

    fields: Mapping[str, list[str]]
    files: frozenset[str]


def compared(root: Path, plan: Plan, unsure: list[str]) -> None:
    """Build before and after the plan and note the result; raise Unable where they differ.

    `unsure` are arguments of setup() that the plan leaves out: without a build it is not done.
    """
    found, words = _compared(root, plan)
    if not found and unsure:
        raise Unable(f"setup has {unsure[0]}, and no build can show that it means nothing: {words}")
    plan.notes.append(words if found else f"Not proven by a build: {words}.")


def _compared(root: Path, plan: Plan) -> tuple[bool, str]:
    """Say whether both wheels were built and are the same, in words; raise Unable if not."""
    words = f"no setuptools of {_OLDEST} or newer is installed here"
    before = None
    for python in interpreters(root):
        if _run([python, "-c", _HAS], root)[0]:
            before, said = _built(root, python, None)
            if before is not None:
                break
            words = f"the project does not build here ({said})"
    if before is None:
        return False, words
    after, words = _built(root, python, plan)
    if after is None:
        raise Unable(f"with pyproject.toml the project does not build: {words}")
    found = differences(before, after)
    if found:
        raise Unable(f"the wheel would not be the same: {'; '.join(found[:_MOST])}")
    several = f"{len(after.files)} {'file' if len(after.files) == 1 else 'files'}"
    return True, f"Wheels built before and after say the same and hold the same {several}."


def _built(root: Path, python: str, plan: Plan | None) -> tuple[Wheel | None, str]:
    """Build a wheel in a copy, as the plan leaves it; give it, or the last words."""
    with copied(root) as copy:
        for path, text in {**plan.texts, **plan.created}.items() if plan else ():
            (copy / path).write_text(text, encoding="utf-8")
        for path in plan.deleted if plan else ():
            (copy / path).unlink()
        target = copy.parent / "wheel"
        target.mkdir()
        words = [python, "-c", _MAKE, str(target), "new" if plan else "old"]
        _, said = _run(words, copy)
        wheels = list(target.glob("*.whl"))
        return (opened(wheels[0]), "") if wheels else (None, said)


def _run(words: list[str], folder: Path) -> tuple[bool, str]:
    try:
        done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=_SECONDS, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)[:200]
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return done.returncode == 0, said[-1][:200] if said else ""


def opened(path: Path) -> Wheel:
    """Read a wheel."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        inner = {re.sub(r"^[^/]*\.dist-info/", "", name): name for name in names}
        message = BytesParser().parsebytes(archive.read(inner["METADATA"]))
        points = inner.get("entry_points.txt")
        text = archive.read(points).decode() if points else ""
    fields = {name: sorted({_plain(each) for each in message.get_all(name, [])}) for name in _SAME}
    fields["Summary"] = [" ".join(str(message.get("Summary", "")).split())]
    fields["people"] = _people(message)
    fields["links"] = _links(message)
    fields["description"] = str(message.get_payload()).split()
    fields["entry points"] = [re.sub(r"\s", "", line) for line in text.splitlines() if line.strip()]
    left = ("RECORD", "WHEEL", "top_level.txt", "METADATA", "entry_points.txt", "zip-safe")
    return Wheel(fields, frozenset(name for short, name in inner.items() if short not in left))


def _plain(text: object) -> str:
    words = re.sub(r"[\s()]", "", str(text)).replace("'", '"').lower()
    return ",".join(sorted(words.split(","))) if re.match(r"[<>=!~]", words) else words


def _people(message: Message) -> list[str]:
    """Give the words of authors and addresses, which two headers may share in two ways."""
    names = ("Author", "Author-email", "Maintainer", "Maintainer-email")
    texts = [str(each) for name in names for each in message.get_all(name, [])]
    return sorted(set(re.findall(r"[\w.+@-]+", " ".join(texts))))


def _links(message: Message) -> list[str]:
    """Give the addresses of the project: the home page is a link among others now."""
    texts = [str(each) for each in message.get_all("Project-URL", [])]
    found = [text.partition(",")[2].strip() for text in texts]
    found += [str(message.get(name)) for name in ("Home-page", "Download-URL") if message.get(name)]
    return sorted({each for each in found if each != "UNKNOWN"})


def differences(before: Wheel, after: Wheel) -> list[str]:
    """Give in words what another wheel says or holds."""
    found = [f"{name} {_shown(old)} becomes {_shown(after.fields[name])}"
             for name, old in before.fields.items() if old != after.fields[name]]  # fmt: skip
    lost, fresh = sorted(before.files - after.files), sorted(after.files - before.files)
    found += [f"it lacks {', '.join(lost[:_MOST])}"] if lost else []
    return found + ([f"it has {', '.join(fresh[:_MOST])}, too"] if fresh else [])


def _shown(value: list[str]) -> str:
    return repr(" ".join(value)[:80])
