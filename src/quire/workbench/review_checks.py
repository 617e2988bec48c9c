"""Every check of a review: its name, how grave what it finds is, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Callable

from . import review_awaits as awaits
from . import review_callers as callers
from . import review_conditions as conditions
from . import review_contracts as contracts
from . import review_formats as formats
from . import review_injection as injection
from . import review_leftovers as leftovers
from . import review_locks as locks
from . import review_loops as loops
from . import review_names as names
from . import review_resources as resources
from . import review_results as results
from . import review_security as security
from . import review_smells as smells
from . import review_tests as tests
from .review_index import Index
from .review_view import Spot, View

Alone = Callable[[View], Iterator[Spot]]
Around = Callable[[View, Index], Iterator[Spot]]


@dataclass(frozen=True)
class Check:
    """A kind of flaw: priority 0 (gravest) to 3, confidence 0 to 1; `in_tests`: there as well."""

    id: str
    priority: int
    confidence: float
    in_tests: bool = True


# What one file shows by itself.
ALONE: tuple[tuple[Check, Alone], ...] = (
    (Check("swallowed-error", 2, 0.8), resources.swallowed),
    (Check("wrong-handler", 1, 0.95), resources.bad_handler),
    (Check("mutable-default", 1, 0.85), contracts.mutable_default),
    (Check("shadowed-name", 1, 0.8), smells.shadowed),
    (Check("reused-loop-variable", 2, 0.7), loops.reused_loop_variable),
    (Check("unreachable-code", 1, 0.9), smells.unreachable),
    (Check("literal-identity", 1, 0.95), conditions.literal_identity),
    (Check("assert-on-tuple", 1, 0.95), conditions.assert_on_tuple),
    (Check("missing-f-prefix", 2, 0.75), smells.missing_prefix),
    (Check("none-result", 1, 0.9), smells.no_result),
    (Check("ignored-result", 1, 0.85), smells.ignored_result),
    (Check("unused-value", 3, 0.6, in_tests=False), smells.unused),
    (Check("unused-import", 3, 0.7), smells.unused_import),
    (Check("unclosed-resource", 2, 0.75, in_tests=False), resources.unclosed),
    (Check("lock-not-released", 1, 0.75), resources.lock_not_released),
    (Check("repeated-condition", 1, 0.8, in_tests=False), conditions.same_condition),
    (Check("inverted-condition", 1, 0.6), conditions.inverted),
    (Check("past-the-end", 1, 0.85), loops.past_the_end),
    (Check("division-by-zero", 2, 0.6), loops.division_by_length),
    (Check("changed-while-read", 1, 0.8), loops.changed_while_read),
    (Check("none-used", 1, 0.85), conditions.none_used),
    (Check("late-binding", 2, 0.75), loops.late_binding),
    (Check("blocking-in-async", 2, 0.8), resources.blocking_in_async),
    (Check("falls-off", 2, 0.7), contracts.falls_off),
    (Check("missing-self", 1, 0.9), contracts.missing_self),
    (Check("parameter-ignored", 2, 0.6, in_tests=False), contracts.parameter_unused),
    (Check("sql-from-parts", 1, 0.85, in_tests=False), injection.sql_from_parts),
    (Check("shell-from-parts", 1, 0.8, in_tests=False), injection.shell_from_parts),
    (Check("code-from-input", 1, 0.75, in_tests=False), security.code_from_input),
    (Check("secret-in-code", 1, 0.75), security.secret_in_code),
    (Check("weak-random", 1, 0.75, in_tests=False), security.weak_random),
    (Check("weak-hash", 1, 0.75, in_tests=False), security.weak_hash),
    (Check("timing-leak", 2, 0.65, in_tests=False), security.compared_in_the_open),
    (Check("unsafe-archive", 1, 0.7, in_tests=False), security.unsafe_archive),
    (Check("unchecked-peer", 1, 0.85), security.unchecked_peer),
    (Check("careless-call", 2, 0.65, in_tests=False), security.careless_call),
    (Check("lock-removed", 1, 0.7, in_tests=False), locks.unlocked),
    (Check("lock-not-released", 1, 0.85), locks.left_locked),
    (Check("debugger-left", 1, 0.9), leftovers.debugger_left),
    (Check("debug-output", 3, 0.7, in_tests=False), leftovers.debug_output),
    (Check("date-format", 1, 0.85), formats.mistaken_date),
    (Check("message-format", 1, 0.9), formats.misfitting_message),
    (Check("dropped-task", 2, 0.75, in_tests=False), awaits.dropped_task),
    (Check("test-skipped", 2, 0.7), tests.skipped_test),
    (Check("test-weakened", 2, 0.65), tests.weakened_test),
)
# What the rest of the project is needed for.
AROUND: tuple[tuple[Check, Around], ...] = (
    (Check("misfitting-call", 1, 0.9), callers.misfitting_calls),
    (Check("swapped-arguments", 1, 0.85, in_tests=False), callers.swapped_arguments),
    (Check("undefined-name", 0, 0.9), names.undefined_names),
    (Check("missing-import", 0, 0.9), names.missing_names),
    (Check("removed-check", 1, 0.6), contracts.removed_check),
    (Check("undefined-type", 3, 0.8), names.undefined_types),
    (Check("changed-result", 1, 0.7), results.changed_result),
    (Check("changed-result", 1, 0.75), results.lazy_result),
    (Check("missing-await", 1, 0.85), results.missing_await),
    (Check("missing-await", 1, 0.8), awaits.lost_await),
    (Check("untested", 3, 0.5), tests.untested),
)
# What is not found in the tree of one file after the change.
REMOVED = Check("removed-name", 1, 0.85)
DELETED_TESTS = Check("test-deleted", 2, 0.7)
SYNTAX = Check("syntax-error", 0, 1.0)
CONFLICT = Check("conflict-left", 1, 0.95)
NEWER = Check("newer-syntax", 2, 0.9)
FAILING = Check("failing-test", 1, 0.95)
LINTED = Check("linter", 3, 0.7)
