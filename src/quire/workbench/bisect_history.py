"""The history of a repository, read from git; nothing of it is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .review_diff import Unreviewable, git

RELEASE = ":release"  # stands for the newest tag
_MOST_COMMITS = 50_000
# Git takes any words for a date; these are some.
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?|yesterday|today|(last |this )?((mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|week|month|year)|(\d+|an?) (hour|day|week|month|year)s?( ago)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Commit:
    """A commit as people know it; `name` is its whole hash."""

    name: str
    short: str
    author: str
    date: str
    subject: str
    parents: tuple[str, ...] = ()

    def as_fields(self) -> dict[str, object]:
        """Give the commit as data for a report."""
        return {"name": self.name, "short": self.short, "author": self.author, "date": self.date,
                "subject": self.subject, "merge": len(self.parents) > 1}  # fmt: skip


def opened(root: Path) -> None:
    """Raise Unreviewable unless the folder lies in a repository with a commit."""
    try:
        inside = git(root, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    except Unreviewable as error:
        if "there is no git" in error.reason:
            raise
        inside = False
    if not inside:
        raise Unreviewable("this folder is in no git repository", "a repository with its history")
    try:
        git(root, "rev-parse", "--verify", "HEAD^{commit}")
    except Unreviewable:
        raise Unreviewable("this repository has no commit yet", "a history to search") from None


def is_shallow(root: Path) -> bool:
    """Say whether older commits were left out when the repository was cloned."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def is_dirty(root: Path) -> bool:
    """Say whether files differ from the last commit, or are new."""
    return bool(git(root, "status", "--porcelain", "--untracked-files=normal").strip())


def chain(root: Path, name: str, *without: str) -> list[str]:
    """Give a commit and its first parents, the newest first, but for ancestors of others."""
    left_out = [f"^{each}" for each in without]
    listed = git(
        root, "rev-list", "--first-parent", f"--max-count={_MOST_COMMITS}", name, *left_out
    )
    return listed.decode().split()


def commit(root: Path, name: str) -> Commit:
    """Read a commit."""
    form = "%H%x00%h%x00%an%x00%ad%x00%P%x00%s"
    text = git(root, "log", "-1", "--no-show-signature", "--date=short", f"--format={form}", name)
    whole, short, author, date, parents, subject = (
        text.decode("utf-8", "replace").rstrip("\n").split("\0", 5)
    )
    return Commit(whole, short, author, date, subject, tuple(parents.split()))


def since(root: Path, words: str) -> str:
    """Give the newest commit that a limit leaves out: that of a name, or the last before a date.

    "" where everything is younger than the date. Raises Unreviewable where it is neither.
    """
    for name in (words, f"v{words}"):
        found = _named(root, name)
        if found:
            return found
    if not _DATE.fullmatch(words):
        raise Unreviewable(
            "no tag is in the history"
            if words == RELEASE
            else f"there is no commit, tag or branch {words!r} in this repository",
            "the name of one that is there",
        )
    form = f"--before={words} 00:00" if re.fullmatch(r"[\d-]+", words) else f"--before={words}"
    return git(root, "rev-list", "-1", "--first-parent", form, "HEAD").decode().strip()


def _named(root: Path, name: str) -> str:
    try:
        if name == RELEASE:
            name = git(root, "describe", "--tags", "--abbrev=0", "HEAD").decode().strip()
        found = git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
        return found.decode().split()[-1]
    except Unreviewable:
        return ""
