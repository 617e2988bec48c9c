"""Git on the host in a hardened form: nothing that a repository names is ever run."""

from __future__ import annotations

import asyncio
import re
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from pathlib import Path

from quire.errors import RefusedError
from quire.sandbox import places
from quire.sandbox.process import Outcome

_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.untrackedCache=false",
    "safe.bareRepository=explicit",
    "safe.directory=*",
    "diff.external=",
    "credential.helper=",
    "protocol.allow=never",
    "submodule.recurse=false",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "core.sshCommand=/bin/false",
    "core.askPass=/bin/false",
    "core.editor=/bin/false",
)
"""Settings that outrank the repository's own; ownership is not checked because of them."""

_ENVIRONMENT = {
    "PATH": places.DEFAULT_PATH,
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "/bin/false",
}

_SHOWS_DIFFS = {"diff", "diff-files", "diff-index", "diff-tree", "format-patch", "log", "show"}

_STARTS_PROGRAMS = re.compile(
    r"^(?:(?:filter\..*\.(?:clean|smudge|process))|(?:diff\..*\.(?:command|textconv))"
    r"|(?:merge\..*\.driver)|(?:alias\..*)|(?:gpg\..*program)|(?:core\.(?:gitproxy|"
    r"alternaterefscommand))|(?:trailer\..*\.(?:cmd|command))|(?:interactive\.difffilter))$",
    re.IGNORECASE,
)


async def git(
    args: Sequence[str],
    *,
    work_tree: Path,
    git_dir: Path | None = None,
    stdin: bytes = b"",
    environment: Sequence[tuple[str, str]] = (),
    seconds: float = 60.0,
) -> Outcome:
    """Run git on the host and return how it ended.

    With `git_dir`, a repository of Quire's own (its configuration is trusted), the fast way.
    Without it the workspace's own repository is used, and every filter, driver and alias in
    its configuration is switched off first. Raises RefusedError when git is missing.
    """
    settings = list(_SETTINGS)
    place: list[str] = []
    if git_dir is None:
        settings += await _switched_off(work_tree, seconds)
    else:
        place = [f"--git-dir={git_dir}", f"--work-tree={work_tree}"]
    flags = [word for setting in settings for word in ("-c", setting)]
    command = [*flags, *place, *_without_programs(args)]
    return await _run(command, work_tree, stdin, dict(environment), seconds)


def _without_programs(args: Sequence[str]) -> list[str]:
    if args and args[0] in _SHOWS_DIFFS:
        return [args[0], "--no-ext-diff", "--no-textconv", *args[1:]]
    return list(args)


async def _switched_off(work_tree: Path, seconds: float) -> list[str]:
    """Return settings that empty every key of the repository which would start a program."""
    trusting = [word for setting in _SETTINGS for word in ("-c", setting)]
    question = ("config", "--includes", "--name-only", "-z", "--list")
    listing = await _run([*trusting, *question], work_tree, b"", {}, seconds)
    names = listing.stdout.decode("utf-8", "surrogateescape").split("\0")
    found = {name for name in names if _STARTS_PROGRAMS.match(name)}
    drivers = {name.rpartition(".")[0] for name in found if name.startswith("filter.")}
    return sorted({f"{name}=" for name in found} | {f"{name}.required=false" for name in drivers})


async def _run(
    args: Sequence[str],
    work_tree: Path,
    stdin: bytes,
    environment: dict[str, str],
    seconds: float,
) -> Outcome:
    started = time.monotonic()
    process = await _start(args, work_tree, piped=bool(stdin), environment=environment)
    out, err, timed_out = b"", b"", False
    try:
        out, err = await asyncio.wait_for(process.communicate(stdin or None), seconds)
    except TimeoutError:
        timed_out = True
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Outcome(
        exit_code=None if timed_out else process.returncode,
        timed_out=timed_out,
        cancelled=False,
        stdout=out,
        stderr=err,
        stdout_path=None,
        stderr_path=None,
        seconds=time.monotonic() - started,
    )


async def _start(
    args: Sequence[str], work_tree: Path, *, piped: bool, environment: dict[str, str]
) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            "git",
            *args,
            cwd=work_tree,
            env={**_ENVIRONMENT, **environment},
            stdin=PIPE if piped else DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise RefusedError(
            f"git cannot be started in {work_tree}", hint="Install git 2.38 or newer."
        ) from error
