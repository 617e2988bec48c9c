"""What a model is given with an order: skills, documents, mentioned files, images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quire import config
from quire.agent import skills
from quire.agent.enclosing import hidden_in
from quire.agent.instructions import Surroundings, context
from quire.agent.mentions import mentioned
from quire.agent.task import Means
from quire.cli.options import Order
from quire.protocol.items import Item, Message, Part
from quire.sandbox.files import Root
from quire.sandbox.hidden import FILE
from quire.sandbox.runner import Sandbox
from quire.store.choices import SKILLS
from quire.tools.images import check_source, data_url


def told(order: Order, settings: config.Settings, surroundings: Surroundings) -> tuple[Item, ...]:
    """Return the messages before an order; what is the same in most sessions comes first.

    Raises SettingsError.
    """
    own = config.places().config
    project = Path(surroundings.cwd)
    trusted = order.trust or config.is_trusted(project)
    folders = (own / "skills", *((project / name for name in SKILLS) if trusted else ()))
    documents = context(
        surroundings,
        home=own,
        limit=settings.agent.document_bytes,
        other_names=settings.agent.document_names,
    )
    return (*skills.told(skills.found(folders)), *documents)


def given(
    order: Order, settings: config.Settings, workspace: Path, means: Means
) -> tuple[Message, Means]:
    """Return an order as a message, and the means with the files that it mentions.

    Raises RefusedError for a mentioned file outside the workspace, UsageError for an image that
    cannot be shown.
    """
    real = workspace.resolve()
    limit = settings.tools.image_bytes
    with Root(real, hidden=hidden_in(real)) as root:
        files = mentioned(order.prompt, real, root.read, limit)
    images = (*(_shown(image, limit) for image in order.images), *files.images)
    words = Part(type="input_text", text=order.prompt)
    message = Message(role="user", content=(words, *images) if images else order.prompt)
    return message, replace(means, context=(*means.context, *files.messages))


def open_secrets(sandbox: Sandbox) -> str:
    """Return what a person must know of hidden files here; nothing where all is as it should be."""
    paths, narrowed = sandbox.readable_secrets(), sandbox.narrowed()
    if paths:
        return (
            f"{FILE} hides {_names(sandbox, paths)} from the tools, but commands can read them: "
            f"there are no walls of Quire here ({sandbox.tier}). Move them away."
        )
    if narrowed:
        return (
            f"{FILE} is kept with Landlock: commands cannot read what it hides, nor what they make "
            f"themselves right in {_names(sandbox, narrowed)}, before the next command. "
            "With bubblewrap they can."
        )
    return ""


def _names(sandbox: Sandbox, paths: Sequence[Path]) -> str:
    workspace = sandbox.policy.workspace
    names = ", ".join(path.relative_to(workspace).as_posix() for path in paths[:5])
    return names + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")


def _shown(image: Path, limit: int) -> Part:
    check_source(image.stat().st_size, str(image), limit)
    url = data_url(image.read_bytes(), str(image), limit)
    return Part(type="input_image", image_url=url, detail="auto")
