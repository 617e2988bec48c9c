"""The table of edit templates: which apply to which kind of node."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Callable

from . import templates_alike as alike
from . import templates_along as along
from . import templates_asked as asked
from . import templates_bounds as bounds
from . import templates_brackets as brackets
from . import templates_calls as calls
from . import templates_clues as clues
from . import templates_common as common
from . import templates_conditions as conditions
from . import templates_copies as copies
from . import templates_doubled as doubled
from . import templates_each as each
from . import templates_edges as edges
from . import templates_effects as effects
from . import templates_endings as endings
from . import templates_entries as entries
from . import templates_exits as exits
from . import templates_extremes as extremes
from . import templates_filled as filled
from . import templates_foreign as foreign
from . import templates_forgotten as forgotten
from . import templates_formats as formats
from . import templates_grown as grown
from . import templates_guards as guards
from . import templates_habits as habits
from . import templates_insertions as insertions
from . import templates_inward as inward
from . import templates_kept as kept
from . import templates_keyed as keyed
from . import templates_keys as keys
from . import templates_known as known
from . import templates_lengths as lengths
from . import templates_library as library
from . import templates_meant as meant
from . import templates_mirrored as mirrored
from . import templates_missing as missing
from . import templates_moot as moot
from . import templates_numbers as numbers
from . import templates_objects as objects
from . import templates_off as off
from . import templates_onward as onward
from . import templates_operators as operators
from . import templates_owed as owed
from . import templates_partners as partners
from . import templates_parts as parts
from . import templates_patterns as patterns
from . import templates_ranges as ranges
from . import templates_rests as rests
from . import templates_results as outcomes
from . import templates_rounded as rounded
from . import templates_siblings as siblings
from . import templates_slips as slips
from . import templates_statements as statements
from . import templates_subscripts as subscripts
from . import templates_tables as tables
from . import templates_turns as turns
from . import templates_undone as undone
from . import templates_uses as uses
from . import templates_values as values
from . import templates_windows as windows
from .rows import Row
from .scope import Place
from .source import Edit

_VALUES = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.ListComp, ast.IfExp)
TABLE: list[Row] = [
    ((ast.Compare,), operators.comparisons),
    ((ast.BinOp,), operators.arithmetic),
    ((ast.BinOp,), brackets.regrouped),
    ((ast.BinOp,), brackets.into_call),
    ((ast.Call,), brackets.out_of_call),
    ((ast.Call,), brackets.turned),
    ((ast.stmt,), brackets.into_branch),
    ((ast.AugAssign,), operators.assigned_operators),
    ((ast.Assign,), operators.plain_assignments),
    ((ast.BoolOp,), operators.logic),
    ((ast.BoolOp,), operators.all_signs),
    ((ast.UnaryOp,), operators.unary),
    ((ast.If, ast.While, ast.IfExp), operators.conditions),
    ((ast.IfExp,), operators.choices),
    ((ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp), off.off_by_one),
    ((ast.Constant,), values.constants),
    ((ast.Constant,), patterns.patterns),
    ((ast.Call,), patterns.flags),
    ((ast.Name,), values.names),
    ((ast.Name,), values.add_attribute),
    ((ast.Name,), missing.known_names),
    ((ast.Name,), foreign.foreign_names),
    ((ast.Attribute,), foreign.foreign_members),
    ((ast.Attribute,), missing.known_attributes),
    ((ast.Attribute,), values.attributes),
    ((ast.Attribute,), values.behind),
    ((ast.Subscript,), subscripts.subscripts),
    ((ast.List, ast.Tuple, ast.Set, ast.Dict), subscripts.displays),
    (_VALUES, values.wrap_name),
    (_VALUES, grown.by_others),
    (_VALUES, grown.grown),
    ((ast.Call,), calls.arguments),
    ((ast.Call,), calls.ends),
    ((ast.Call,), clues.handed_on),
    ((ast.Call,), mirrored.partners),
    (_VALUES, mirrored.reflected),
    ((*_VALUES, ast.Lambda), clues.applied),
    ((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), calls.comprehensions),
    ((ast.For, ast.comprehension), calls.loops),
    ((ast.Call, ast.Await), calls.awaits),
    ((ast.Yield, ast.YieldFrom), calls.yields),
    ((ast.Assign, ast.AugAssign, ast.Expr, ast.Delete), conditions.conditional),
    ((ast.stmt,), statements.delete),
    ((ast.stmt,), statements.shift_block),
    ((ast.Expr, ast.Assign, ast.AugAssign, ast.Delete, ast.If), turns.past_others),
    ((ast.Break, ast.Continue, ast.Pass, ast.Return, ast.Raise), statements.jumps),
    ((ast.Return, ast.Expr), statements.returns),
    ((ast.Return,), statements.answered),
    ((ast.Return, ast.Pass, ast.Continue), clues.refused),
    ((ast.If, ast.While), statements.headers),
    ((ast.If, ast.While), guards.kept_up),
    ((ast.ExceptHandler, ast.Raise), statements.errors),
    ((ast.If, ast.While, ast.IfExp, ast.comprehension, ast.Return), statements.widened),
    ((ast.For, ast.While, ast.AsyncFor), endings.leftovers),
    ((ast.Expr, ast.Assign, ast.AugAssign), endings.cleanup),
    ((ast.Expr,), undone.undone),
    ((ast.For, ast.While), undone.goes_on),
    ((ast.Assign, ast.AugAssign), undone.put_back),
    ((ast.Expr, ast.Assign, ast.AugAssign), undone.put_before),
    ((ast.Assign,), undone.marked),
    ((ast.Compare,), bounds.both_ends),
    ((ast.Compare,), bounds.beyond),
    ((ast.BoolOp,), bounds.all_ends),
    ((ast.Call,), keys.keys),
    ((ast.Call,), entries.entries),
    ((ast.Call,), entries.shared_values),
    ((ast.Call,), entries.merged),
    ((ast.AugAssign,), entries.counted),
    ((ast.Assign,), entries.gathered),
    ((ast.BinOp,), entries.rows),
    ((ast.Dict,), entries.begun_entries),
    ((ast.JoinedStr,), formats.fields),
    ((ast.BinOp,), formats.if_any),
    ((ast.Constant,), formats.texts),
    ((ast.Constant,), filled.known_values),
    ((ast.Name, ast.Attribute), filled.uncalled),
    ((ast.Name, ast.Attribute, ast.Subscript, ast.Call), filled.prepared),
    ((ast.Return, ast.Assign), filled.otherwise),
    ((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), filled.filtered),
    ((ast.Expr,), outcomes.lost),
    ((ast.Expr,), outcomes.heeded),
    ((ast.Expr, ast.Assign), outcomes.cleared),
    ((ast.Call,), outcomes.in_place),
    ((ast.Call,), outcomes.spread),
    ((ast.Call,), outcomes.kinds),
    ((ast.Call,), outcomes.first_letter),
    ((ast.Call,), outcomes.in_order),
    ((ast.BoolOp,), outcomes.lexical),
    ((ast.Expr,), slips.statements),
    ((ast.Return,), slips.returned_errors),
    ((ast.BoolOp,), slips.spoken),
    ((ast.BoolOp,), slips.otherwise),
    ((ast.If, ast.While, ast.IfExp), slips.looked_up),
    ((ast.Call,), slips.joined),
    ((ast.Call,), slips.converted),
    ((ast.Assign,), slips.apart),
    ((ast.Call, ast.Subscript), slips.copied_rows),
    ((ast.Lambda,), slips.late),
    ((ast.Call, ast.Subscript), slips.parted),
    ((ast.Call,), slips.chained),
    ((ast.Call,), slips.received),
    ((ast.Call,), slips.heaped),
    ((ast.Attribute,), slips.behind),
    ((ast.AugAssign,), slips.of_class),
    ((ast.For, ast.While), endings.once_more),
    ((ast.For,), endings.past_the_end),
    ((ast.Assign,), tables.beside),
    ((ast.Attribute,), copies.throughout),
    ((ast.Subscript,), slips.moved_offset),
    ((ast.If,), slips.leave),
    ((ast.Assign,), tables.first_entries),
    ((ast.Return,), tables.sentinels),
    ((ast.Assign, ast.Return), tables.unless_empty),
    ((ast.If,), turns.after_both),
    ((ast.Compare,), outcomes.both_sides),
    ((ast.Raise,), slips.declined),
    ((ast.Name,), copies.kept),
    ((ast.Expr, ast.Assign, ast.AugAssign, ast.Return, ast.Call), copies.exchanged),
    ((ast.Return,), copies.remembered),
    ((ast.Call,), copies.each),
    ((ast.Return,), turns.early),
    ((ast.Assign,), turns.begin_anew),
    ((ast.Assign, ast.AugAssign, ast.Expr), doubled.second),
    ((ast.Assign,), doubled.untied),
    ((ast.If,), doubled.taken_out),
    ((ast.If, ast.While), owed.cell),
    ((ast.Assign,), owed.beside),
    ((ast.Assign,), owed.best),
    ((ast.Call,), owed.both),
    ((ast.Assign,), owed.inner_size),
    ((ast.Return,), owed.behind),
    ((ast.If,), windows.too_soon),
    ((ast.Assign,), owed.overwritten),
    ((ast.If,), owed.top),
    ((ast.Compare,), owed.wild),
    ((ast.AugAssign,), windows.leaves),
    ((ast.If,), windows.passed_on),
    ((ast.If,), windows.branched),
    ((ast.Expr,), windows.taken),
    ((ast.Assign,), forgotten.unmoved),
    ((ast.Assign,), forgotten.begun_again),
    ((ast.Name, ast.Attribute, ast.Subscript), conditions.given),
    ((ast.Constant,), extremes.beginnings),
    ((ast.Expr, ast.Assign), moot.already),
    ((ast.Assign,), moot.same_mark),
    ((ast.Assign,), moot.united),
    ((ast.If,), moot.lost),
    ((ast.Call,), parts.everywhere),
    ((ast.Name,), parts.of_all),
    ((ast.Expr,), parts.taken),
    ((ast.Name, ast.Subscript, ast.Attribute), parts.own_copy),
    ((ast.If,), mirrored.otherwise),
    ((ast.List, ast.Tuple, ast.Set, ast.Dict), common.known_table),
    ((ast.Constant,), common.known_value),
    ((ast.Constant,), keyed.respelt),
    ((ast.If, ast.BoolOp, ast.Compare), common.leap_years),
    ((ast.Name,), common.last_digits),
    ((ast.Call,), common.padded),
    ((ast.If,), conditions.not_before),
    ((ast.If,), conditions.at_the_end),
    ((ast.Return,), outcomes.behind_the_first),
    ((ast.If, ast.Assign, ast.AugAssign, ast.Expr), partners.partner),
    ((ast.For,), partners.last_group),
    ((ast.For,), partners.columns_too),
    ((ast.For,), partners.both_backwards),
    ((ast.AugAssign,), partners.set_to),
    ((ast.stmt,), partners.into_try),
    ((ast.Assign,), partners.own_collection),
    ((ast.Call,), habits.clamped),
    ((ast.Assign,), habits.heaped),
    ((ast.If,), habits.turned),
    ((ast.For, ast.While), habits.summed_anew),
    ((ast.If,), kept.tracked),
    ((ast.If,), kept.anew),
    ((ast.Return,), kept.cleared),
    ((ast.Expr,), kept.first_time),
    ((ast.BinOp,), rounded.up),
    ((ast.BinOp,), rounded.multiple),
    ((ast.BoolOp,), rounded.by_default),
    ((ast.BoolOp,), rounded.of_either),
    ((ast.Subscript,), rounded.across),
    ((ast.Call,), rounded.limited),
    ((ast.IfExp,), partners.no_longer),
    ((ast.Compare,), moot.never_set),
    ((ast.Assign,), parts.used_up),
    ((ast.If,), guards.unlike_the_last),
    ((ast.Expr,), outcomes.taken_note),
    ((ast.AugAssign,), doubled.likewise),
    ((ast.BoolOp,), each.asked_of_each),
    ((ast.BoolOp,), each.grouped),
    ((ast.Call,), each.distributed),
    ((ast.Return, ast.Assign), each.doubled),
    ((ast.Compare,), each.member),
    ((ast.Subscript,), each.last_ones),
    ((ast.Assign,), each.either_end),
    ((ast.Call,), each.breadth),
    ((ast.BinOp,), each.turned),
    ((ast.If,), each.new_best),
    ((ast.If,), each.taken_too),
    ((ast.Expr, ast.Assign, ast.AugAssign), each.crossed),
    ((ast.If,), ranges.cases),
    ((ast.Compare,), ranges.begun),
    ((ast.Call,), ranges.bisected),
    ((ast.Assign,), ranges.ahead),
    ((ast.If,), ranges.goes_round),
    ((ast.Assign,), ranges.flag),
    ((ast.If,), ranges.left_over),
    ((ast.Call,), ranges.signed),
    ((ast.Compare,), ranges.units),
    *alike.TABLE,
    *along.TABLE,
    *asked.TABLE,
    *edges.TABLE,
    *effects.TABLE,
    *inward.TABLE,
    *known.TABLE,
    *lengths.TABLE,
    *library.TABLE,
    *meant.TABLE,
    *numbers.TABLE,
    *objects.TABLE,
    *onward.TABLE,
    *rests.TABLE,
    *siblings.TABLE,
    *uses.TABLE,
    ((ast.Call,), ranges.multiples),
    ((ast.Call,), habits.at_both_ends),
]
# Where no failing test gets, nothing can be gained but by moving a statement to where one does.
MOVES = [
    row
    for row in TABLE
    if row[1]
    in (
        brackets.into_branch,
        statements.shift_block,
        turns.past_others,
        turns.after_both,
        turns.early,
        turns.begin_anew,
    )
]
WHOLE: list[Callable[[Place], Iterator[Edit]]] = [
    guards.other_kinds,
    asked.equally_long,
    insertions.copies,
    insertions.readied,
    doubled.unsigned,
    effects.afresh,
    effects.forgets,
    owed.rest,
    forgotten.single,
    forgotten.own_state,
    missing.set_before_use,
    foreign.other_scope,
    missing.set_attributes,
    missing.own_attributes,
]


def _changes(place: Place, edit: Edit) -> bool:
    text = place.source.text
    return any(text[span.start : span.end] != span.text for span in edit.spans)


def edits(place: Place) -> Iterator[tuple[ast.AST, Edit]]:
    """Yield every edit of a function that the templates know, with the node it starts from.

    Dear guards are left out, which are most of all edits.
    """
    yield from plain_edits(place)
    for edit in exits.guards(place):
        yield place.function, edit


def plain_edits(place: Place) -> Iterator[tuple[ast.AST, Edit]]:
    """Yield the same without early exits on any condition."""
    for node in place.nodes:
        table = MOVES if node in place.unreached else TABLE
        for kinds, template in table:
            if isinstance(node, kinds):
                for edit in template(place, node):
                    if _changes(place, edit):
                        yield node, edit
    for whole in WHOLE:
        for edit in whole(place):
            yield place.function, edit


def dear_edits(place: Place) -> Iterator[tuple[ast.AST, Edit]]:
    """Yield what `edits` leaves out."""
    for edit in exits.dear_guards(place):
        yield place.function, edit
