"""Undo: code and conversation go back to before a turn."""

from __future__ import annotations

from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.errors import RefusedError, UsageError
from quire.protocol.records import Undone

_NAMED = 5


async def undo(
    session: Session, snapshots: Snapshots, turn: int | None = None, *, force: bool = False
) -> Undone:
    """Put the workspace and the conversation back to before `turn`, the last one by default.

    Raises RefusedError when files changed after the last turn and `force` is not set, and
    UsageError when there is no such turn.
    """
    known = {each.turn: each for each in session.turns()}
    number = max(known, default=0) if turn is None else turn
    if not known and turn is None:
        raise UsageError("There is nothing left to undo.", param="turn")
    if number not in known:
        listed = ", ".join(map(str, known)) or "none"
        raise UsageError(
            f"There is no turn {number} to undo.", hint=f"Turns: {listed}.", param="turn"
        )
    tree = known[number].tree
    if tree is None:
        raise RefusedError(f"Turn {number} has no snapshot, so its files cannot be put back.")
    if not force:
        await _refuse_foreign_changes(snapshots)
    if number == max(known):
        tree = snapshots.base or tree
    await snapshots.restore(tree)
    snapshots.undone(tree)
    return session.record(Undone(turn=number))


async def _refuse_foreign_changes(snapshots: Snapshots) -> None:
    last = snapshots.latest
    changes = await snapshots.changes(last, await snapshots.take()) if last else ()
    if not changes:
        return
    names = ", ".join(change.path for change in changes[:_NAMED])
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    raise RefusedError(
        f"Files changed since the last turn ended: {names}{more}.",
        hint="Keep what you need of them elsewhere, then undo with --force.",
    )
