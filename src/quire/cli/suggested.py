"""Suggestions of a review as patches: held against the file under review, put together as one."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Mapping

import msgspec

from quire.engine.reviews import Finding, Review, Suggestion, short_path
from quire.protocol.diffs import unified
from quire.protocol.hunks import split

# Path, relative to the root of the review → the file as it is under review; None without one.
Reader = Callable[[str], bytes | None]
_MOST_TEXT = 10_000
_PYTHON = (".py", ".pyi")


def suggested(review: Review, root: str, read: Reader) -> tuple[Review, int]:
    """Give each suggestion that holds its patch; take the others away and count them.

    One holds if its lines are in the file, change it, and Python still parses.
    """
    findings = [_patched(finding, root, read) for finding in review.findings]
    pairs = zip(review.findings, findings, strict=True)
    dropped = sum(a.suggestion is not None and b.suggestion is None for a, b in pairs)
    return msgspec.structs.replace(review, findings=tuple(findings)), dropped


def _patched(finding: Finding, root: str, read: Reader) -> Finding:
    path = short_path(finding, root)
    wish = finding.suggestion
    before = _text(read(path)) if wish is not None and _is_plain(path) else None
    if wish is not None and before is not None:
        text = _whole_lines(wish.text)
        held = Suggestion(wish.start, wish.end, text)
        after = edited(before, (held,))
        if after is not None and after != before and _is_sound(path, after):
            patch = _patch(path, before, after)
            return msgspec.structs.replace(finding, suggestion=held, patch=patch)
    return msgspec.structs.replace(finding, suggestion=None, patch=None)


def _text(data: bytes | None) -> str | None:
    """Return a text whose lines everyone counts alike; None for any other file."""
    try:
        text = "\r" if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\r" in text.replace("\r\n", "") else text


def _is_plain(path: str) -> bool:
    """Tell whether a path can stand in a patch as it is and leads nowhere else."""
    strange = not path.isprintable() or bool(set(path) & set('"\\'))
    return not strange and not {"", "..", ".git"} & set(path.split("/"))


def _whole_lines(text: str) -> str:
    plain = text.replace("\r\n", "\n")
    return plain if not plain or plain.endswith("\n") else f"{plain}\n"


def edited(before: str, suggestions: Iterable[Suggestion]) -> str | None:
    """Return a text with suggestions in place; None where one does not fit.

    Lines count from 1 and mean those of `before`, so no two may share one.
    """
    lines = split(before)
    whole = [text + end for text, end in zip(lines.texts, lines.ends, strict=True)]
    for each in sorted(suggestions, key=lambda wish: -wish.start):
        fits = 1 <= each.start <= each.end <= len(whole)
        if not fits or len(each.text) > _MOST_TEXT or set(each.text) & set("\r\0"):
            return None
        new = each.text.replace("\n", lines.newline)
        if not whole[each.end - 1].endswith("\n"):
            new = new.removesuffix(lines.newline)
        whole[each.start - 1 : each.end] = [new]
    return "".join(whole)


def _is_sound(path: str, text: str) -> bool:
    if not path.endswith(_PYTHON):
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.encode())
        except (SyntaxError, ValueError, RecursionError):
            return False
    return True


def _patch(path: str, before: str, after: str) -> str:
    # A name with a space ends in a tab, as git writes it: it could not tell the end otherwise.
    end = "\t\n" if " " in path else "\n"
    diff = unified(path, before, after)
    head = f"--- a/{path}\n+++ b/{path}\n"
    return f"--- a/{path}{end}+++ b/{path}{end}{diff.removeprefix(head)}"


def whole_patch(review: Review, root: str, read: Reader) -> str:
    """Return one patch of all suggestions; of two on the same lines the graver one counts."""
    files: dict[str, list[Suggestion]] = {}
    for finding in review.findings:
        if finding.suggestion is not None:
            files.setdefault(short_path(finding, root), []).append(finding.suggestion)
    return "".join(_of_file(path, files, read) for path in sorted(files))


def _of_file(path: str, files: Mapping[str, list[Suggestion]], read: Reader) -> str:
    before = _text(read(path)) or ""
    taken: list[Suggestion] = []
    text = before
    for wish in files[path]:
        if all(wish.end < other.start or other.end < wish.start for other in taken):
            tried = edited(before, (*taken, wish))
            if tried is not None and _is_sound(path, tried):
                taken.append(wish)
                text = tried
    return _patch(path, before, text)
