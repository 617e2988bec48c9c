"""`quire review`: structured findings on a change, from the engine or any model, as data."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import Literal

import click
import msgspec
from msgspec import Struct

from quire import config
from quire.agent.enclosing import root_above
from quire.cli.drive import INTERRUPTED, started
from quire.cli.options import EFFORTS, Amount, Order, model_flag
from quire.cli.results import ResultFile, leave
from quire.cli.reviewed import Outcome, Target, as_json
from quire.cli.reviewing import Gathering, Wanted, content, in_words, reviewed
from quire.cli.sarif import sarif
from quire.cli.screen import Screen
from quire.cli.suggested import whole_patch
from quire.cli.wiring import ENGINE, settings_of
from quire.engine.review import target as target_of
from quire.errors import UsageError

TOP_MODEL = "gpt-5.1-codex-max"
TOP_ENGINE = "quire/max"
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_RANKS = ("P0", "P1", "P2", "P3")


class Wishes(Struct, frozen=True, kw_only=True):
    """The flags of the command."""

    uncommitted: bool = False
    base: str | None = None
    commit: str | None = None
    form: Literal["json", "sarif", "patch", "markdown"] = "markdown"
    output: Path | None = None
    fail_on: str | None = None
    security: bool = False
    model: str | None = None
    effort: str | None = None
    directory: Path
    overrides: tuple[str, ...] = ()
    dollars: float | None = None
    unsafe: bool = False


@click.command("review")
@click.argument("words", nargs=-1, metavar="[PROMPT]")
@click.option("--uncommitted", is_flag=True, help="What is not committed yet (the default).")
@click.option("--base", metavar="BRANCH", help="All since the present branch left this one.")
@click.option("--commit", metavar="COMMIT", help="What one commit changed.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--sarif", "form", flag_value="sarif", help="Print SARIF 2.1.0.")
@click.option("--patch", "form", flag_value="patch", help="Print the suggestions as one patch.")
@click.option("--markdown", "form", flag_value="markdown", help="Print Markdown (the default).")
@click.option("-o", "--output", type=ResultFile(), help="Write the result to this file instead.")
@model_flag("The reviewer, for example gpt-5.1-codex or quire/max.")
@click.option("-e", "--effort", type=click.Choice(EFFORTS), help="How hard to think.")
@click.option("--security", is_flag=True, help="Look for holes first, with the strongest model.")
@click.option(
    "--fail-on", type=click.Choice(_RANKS), help="Exit with 1 for a finding as grave as this."
)
@click.option("-C", "--cd", "directory", type=_FOLDER, default=".", help="Work in this folder.")
@click.option(
    "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
)
@click.option("--dollars", type=Amount(0), help="Stop when this much is spent.")
@click.option(
    "--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run commands with all your rights."
)
def command(words: tuple[str, ...], **flags: object) -> None:
    """Review a change: findings with priority, confidence, file and lines, and a verdict.

    The engine checks the changed lines and what they break, and runs the tests on both sides.
    Another model gets all that as evidence; findings outside the diff are dropped. Exit code 0
    means reviewed, 1 that it could not be done or that --fail-on applies.
    """
    wishes = msgspec.convert({k: v for k, v in flags.items() if v is not None}, Wishes)
    target = _target(wishes)
    outcome = _reviewed(wishes, target, " ".join(words))
    data = _formed(outcome, wishes.form)
    if wishes.output:
        leave(wishes.output, data)
    else:
        click.echo(data, nl=False)
    limit = -1 if wishes.fail_on is None else _RANKS.index(wishes.fail_on)
    sys.exit(1 if any(finding.rank <= limit for finding in outcome.review.findings) else 0)


def _formed(outcome: Outcome, form: str) -> bytes:
    """Return the bytes to print; a patch keeps the line ends of its files."""
    review, root, dropped = outcome.review, outcome.reviewed.root, outcome.suggestions_dropped
    if form == "patch":
        return whole_patch(review, root, partial(content, outcome.reviewed)).encode()
    if form == "json":
        return as_json(outcome) + b"\n"
    if form == "sarif":
        return sarif(review, root, dropped) + b"\n"
    return f"{in_words(outcome)}\n".encode()


def _target(wishes: Wishes) -> Target:
    chosen = [wishes.uncommitted, wishes.base is not None, wishes.commit is not None]
    if sum(chosen) > 1:
        raise UsageError(
            "Only one of --uncommitted, --base and --commit can be reviewed at a time.",
            param="base",
        )
    for name, value in (("base", wishes.base), ("commit", wishes.commit)):
        if value is not None and not _is_name(value):
            raise UsageError(
                f"--{name} {value!r} cannot be the name of a branch or commit.",
                hint="Give a name such as main, origin/main, HEAD~1 or a hash.",
                param=name,
            )
    return Target(base=wishes.base or "", commit=wishes.commit or "")


def _is_name(text: str) -> bool:
    """Tell whether git could take a text for a revision, and the order for one word."""
    plain = text.replace("_", "").replace("-", "")
    return (
        bool(text)
        and not text.startswith("-")
        and all(char.isalnum() or char in "./@~^" for char in plain)
        and text[-1] not in "./-@"
    )


def _reviewed(wishes: Wishes, target: Target, words: str) -> Outcome:
    order = _order(wishes, target)
    model = settings_of(order).model
    if model.startswith(ENGINE) and target == Target():
        target, words = _named(words)
        order = msgspec.structs.replace(order, prompt=target.sentence)
    wanted = Wanted(target=target, model=model, words=words, security=wishes.security)
    outcome = asyncio.run(reviewed(order, wanted, _run, Screen(sys.stderr).show))
    if model.startswith(ENGINE) and words:
        click.echo(f"{model} follows no further words; a model would: --model.", err=True)
    return outcome


def _named(words: str) -> tuple[Target, str]:
    """Return the change that words name, and the words that remain: none where they name one."""
    flag, _, name = target_of(words)[0].partition("=")
    if not words or not name:
        return Target(), words
    return (Target(base=name), "") if flag == "--base" else (Target(commit=name), "")


async def _run(order: Order, gathering: Gathering) -> None:
    if await started(order, gathering) == INTERRUPTED:
        click.echo("The session is kept: quire resume --last", err=True)
        raise KeyboardInterrupt


def _order(wishes: Wishes, target: Target) -> Order:
    """Return the order of a session that may read and run everything and change nothing."""
    model, effort = wishes.model, wishes.effort
    if wishes.security:
        connected = bool(config.api_key() or config.base_url())
        model = model or (TOP_MODEL if connected else TOP_ENGINE)
        effort = effort or "high"
    directory = wishes.directory.resolve()
    return Order(
        prompt=target.sentence,
        # A change is one of the repository, wherever in it one stands.
        directory=root_above(directory) or directory,
        model=model,
        effort=effort,
        overrides=wishes.overrides,
        mode="read-only",
        unsafe=wishes.unsafe,
        # The review runs the tests itself, on both sides.
        verify=False,
        budgets=() if wishes.dollars is None else (f"agent.dollars={wishes.dollars!r}",),
    )
