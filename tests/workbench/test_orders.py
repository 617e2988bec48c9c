"""Inputs that tell repairs apart: rare ends first, other orders, places below zero, near pairs."""

from __future__ import annotations

import pickle
from types import FunctionType
from typing import cast

from quire.workbench import pairs
from quire.workbench.behaviour import Behaviour, Probe
from quire.workbench.candidates import Candidate
from quire.workbench.evidence import evidence
from quire.workbench.facts import facts
from quire.workbench.following import follows as following
from quire.workbench.inputs import APART, digest, frozen, inputs
from quire.workbench.source import Edit, SourceFile, Span
from quire.workbench.symmetry import turned
from quire.workbench.trial import PARTIAL, Verdict
from quire.workbench.units import Unit, units_of
from quire.workbench.wraps import Watch

TEXT = "def f(items, i):\n    return items[i - 1]\n"


def test_inputs_that_end_as_few_others_do_come_first() -> None:
    calls = [("test_m", frozen({"n": 4, "text": "ab"})), ("test_n", frozen({"n": 0, "text": "ba"}))]

    def ends(data: bytes) -> str:
        return "far" if len(pickle.loads(data)["text"]) > 3 else "near"

    plain = [ends(data) for data, _ in inputs(calls, 0, 40)]
    chosen = [ends(data) for data, _ in inputs(calls, 0, 40, ends)]
    assert len(chosen) == len(plain) == 40
    assert chosen.count("far") > plain.count("far")


def test_inputs_on_which_codes_part_are_among_those_taken() -> None:
    calls = [("test_m", frozen({"n": 4, "text": "ab"})), ("test_n", frozen({"n": 0, "text": "ba"}))]

    def one(data: bytes) -> str:
        return str(pickle.loads(data))

    def two(data: bytes) -> str:
        far = len(pickle.loads(data)["text"]) > 3
        return f"{one(data)}{APART}{'otherwise' if far else one(data)}"

    found = {ends: [two(data) for data, _ in inputs(calls, 0, 40, ends)] for ends in (one, two)}
    parted = {ends: sum("otherwise" in end for end in found[ends]) for ends in (one, two)}
    assert parted[two] > parted[one]


def test_inputs_without_an_end_are_not_preferred() -> None:
    calls = [("test_m", frozen({"n": 4, "text": "ab"}))]

    def ends(data: bytes) -> str:
        return "" if pickle.loads(data)["n"] > 4 else "near"

    hung = [data for data, _ in inputs(calls, 0, 40, ends) if not ends(data)]
    assert len(hung) <= 15


def test_no_more_inputs_are_made_than_used_when_time_is_up() -> None:
    calls = [("test_m", frozen({"text": "abc", "n": 4}))]
    asked: list[bytes] = []
    assert len(inputs(calls, 0, 20, asked.append)) == 20
    assert len(asked) == 1 + 19 + 1


def test_records_keep_their_length() -> None:
    calls = [("test_m", frozen({"edges": [[1, 2, 7], [2, 3, 7]]}))]
    found = [pickle.loads(data)["edges"] for data, _ in inputs(calls, 0)]
    changed = [edges for edges in found if len(edges) == 2 and all(len(e) == 3 for e in edges)]
    assert {edge[2] for edges in changed for edge in edges} > {7}


def test_lists_come_in_other_orders() -> None:
    base = frozen({"items": [3, 1, 2], "text": "abc", "n": 5})
    found = turned([base], [base], 0)
    hows = {each.how for each in found}
    assert hows > {"items reversed", "items in any order", "text reversed"}
    assert all(each.base == base for each in found)
    assert pickle.loads(found[0].data) == {"items": [2, 1, 3], "text": "abc", "n": 5}


def test_arguments_are_changed_all_over() -> None:
    base = frozen({"items": [(3, "ab")], "n": 5, "more": [(4, "zy")] * 2})
    found = {each.how: pickle.loads(each.data) for each in turned([base], [base], 0)}
    assert found["numbers up"] == {"items": [(10, "ab")], "n": 5, "more": [(11, "zy")] * 2}
    assert found["all numbers doubled"]["items"] == [(6, "ab")]
    assert found["all numbers doubled"]["n"] == 10
    assert found["letters renamed"] == {"items": [(3, "bc")], "n": 5, "more": [(4, "az")] * 2}
    assert found["more repeated"]["more"] == [(4, "zy")] * 4
    assert found["n greater"]["n"] == 6
    assert found["items and more exchanged"]["more"] == [(3, "ab")]


def test_objects_in_a_circle_are_changed_once() -> None:
    node = Node(1)
    node.left = node
    base = frozen({"root": node})
    found = {each.how: pickle.loads(each.data)["root"] for each in turned([base], [base], 0)}
    assert found["numbers up"].key == 8


def test_a_result_is_the_same_or_follows() -> None:
    def ways(how: str, before: object, after: object) -> list[bool]:
        return [follows(digest(before), digest(after)) for follows in following(how)]

    assert ways("xs reversed", [1, 2], [1, 2]) == [True]
    assert ways("numbers up", [1, (2.5, "a1")], [8, (9.5, "a1")]) == [False, True]
    assert ways("all numbers doubled", -3, -6) == [False, True]
    assert ways("numbers negated", {"a": 1}, {"a": 1}) == [True, False]
    assert ways("letters renamed", ["az", 4], ["ba", 4]) == [False, True]
    assert ways("xs longer", [1, 2], [1, 2, 3]) == [True, False]
    assert ways("n greater", True, False) == [False, True]
    assert ways("n greater", "a", "ab") == [False, False]
    assert ways("a and b exchanged", 2, -2) == [False, True]


def test_what_a_result_has_to_do_with_the_arguments() -> None:
    found = facts({"xs": [3, 1, 2, 2], "n": 4, "rows": [[1], [2, 3]]}, [3, 2])
    assert found["items from xs"] and found["in the order of xs"] and found["items from rows"]
    assert found["falling"] and not found["rising"] and found["none twice"]
    assert found["beginning like xs"] and not found["the items of xs"]
    assert found["no more items than n"] and not found["adding up to n"]
    assert facts({"text": "abba"}, "ba")["items from text"]
    assert not facts({"text": "abba"}, "bac")["items from text"]
    number = facts({"xs": [3, 1], "n": 2}, 3)
    assert number["one of xs"] and not number["no more than n"] and number["above zero"]
    assert facts({"text": "abc"}, True) == {} == facts({"text": "abc"}, object())
    assert (
        facts({}, "a" * 10_000) == {} == facts({}, [[1] * 100] * 100) == facts({}, set(range(999)))
    )


def test_what_always_seems_to_hold_speaks_against_what_breaks_it() -> None:
    unit = unit_of(TEXT)
    inputs = [Probe(unit, bytes([number]), number < 5) for number in range(15)]
    whole, other = seen(*map(str, range(15))), seen(*map(str, range(5)), *"x" * 10)
    told = {(probe, whole.results[i]): {"items from xs": True} for i, probe in enumerate(inputs)}
    told.update({(probe, "x"): {"items from xs": False} for probe in inputs[5:]})
    whole.facts = other.facts = told
    assert speaks(whole, other, seen(*"0" * 15), inputs) > 2
    told.update({(probe, "x"): {"items from xs": True} for probe in inputs[5:]})
    assert speaks(whole, other, seen(*"0" * 15), inputs) < 1


def test_grids_are_turned() -> None:
    base = frozen({"grid": [[1, 2, 3], [4, 5, 6], [7, 8, 9]]})
    found = {each.how: pickle.loads(each.data)["grid"] for each in turned([base], [base], 0)}
    assert found["grid transposed"] == [[1, 4, 7], [2, 5, 8], [3, 6, 9]]


def unit_of(text: str) -> Unit:
    names: dict[str, object] = {}
    exec(compile(text, "m.py", "exec"), names)
    (unit,) = units_of(SourceFile("m.py", text.encode()), {})
    unit.live = [cast("FunctionType", names["f"])]
    return unit


def test_places_below_zero_are_seen() -> None:
    unit = unit_of(TEXT)
    watch = Watch([unit], {})
    assert watch.begin()
    assert (unit.live[0]([4, 5], 1), watch.below) == (4, 0)
    assert (unit.live[0]([4, 5], 0), watch.below) == (5, 1)


def test_a_candidate_is_watched_with_its_edits() -> None:
    unit = unit_of(TEXT)
    start = TEXT.index("i - 1")
    watch = Watch([unit], {unit: (Span(start, start + 5, "i - 2"),)})
    assert watch.begin()
    assert (unit.live[0]([4, 5], 1), watch.below) == (5, 1)


def test_functions_without_computed_places_are_not_watched() -> None:
    assert not Watch([unit_of("def f(items):\n    return items[0] + items[-1]\n")], {}).begin()


def test_two_slips_in_one_line_come_before_others_as_cheap() -> None:
    text = "def f(a, b):\n    c = a[b] + a[b]\n    d = a[b]\n    return c + d\n"
    (unit,) = units_of(SourceFile("m.py", text.encode()), {})
    places = [i for i in range(len(text)) if text.startswith("a[b]", i)]
    singles = [
        Candidate((Edit("m.py", (Span(i, i + 4, "b[a]"),), "a change", 5.0),), (unit,), 5.0)
        for i in places
    ]
    found = list(pairs.together([(each, 0.0) for each in singles], singles, 10))
    first = [span.start for edit in found[0].edits for span in edit.spans]
    assert sorted(first) == places[:2]
    assert len(found) == 3


def seen(*results: str, wraps: float = 0.0) -> Behaviour:
    return Behaviour(list(results), wraps=wraps)


def speaks(one: Behaviour, two: Behaviour, original: Behaviour, inputs: list[Probe]) -> float:
    """Give by how many bits behaviour speaks for the first of two edits that cost the same."""
    candidate = Candidate((), (), 1.0)
    first, second = evidence([candidate, candidate], [one, two], original, inputs)
    return second - first


def test_what_changes_less_is_likelier() -> None:
    inputs = [Probe(unit_of(TEXT), bytes([number]), False) for number in range(8)]
    few = seen("1", "1", "0", "0", "0", "0", "0", "0")
    many = seen("1", "1", "1", "1", "1", "1", "1", "0")
    assert speaks(few, many, seen(*"00000000"), inputs) > 0


def test_counting_from_the_end_is_rarely_meant() -> None:
    inputs = [Probe(unit_of(TEXT), b"", True)]
    assert speaks(seen("1"), seen("1", wraps=0.5), seen("0"), inputs) > 0
    assert speaks(seen("1"), seen("1", wraps=0.5), seen("0", wraps=0.5), inputs) == 0


def test_an_order_that_did_not_matter_does_not_begin_to() -> None:
    unit = unit_of(TEXT)
    inputs = [Probe(unit, bytes([number]), True) for number in range(7)]
    inputs += [Probe(unit, bytes([9, n]), True, bytes([n]), "items reversed") for n in range(7)]
    same, other = seen(*"0123456", *"0123456"), seen(*"0123456", *"6543210")
    assert speaks(same, other, same, inputs) > 0
    assert speaks(same, other, seen(*"0123456", *"1234560"), inputs) == 0
    assert speaks(other, other, same, inputs) == 0


def test_an_edit_among_groups_costs_what_its_kind_is_known_for() -> None:
    edit = Edit("m.py", (Span(0, 1, "x"),), "a change", 5.0, "move")
    moved, plain = Candidate((edit,), (), 5.0), Candidate((edit._replace(group=""),), (), 5.0)
    first, second = evidence([moved, plain], [seen("1"), seen("1")], seen("0"), [])
    assert first < second


def test_trees_are_turned_and_keep_their_order() -> None:
    first: Node | None = None
    for key in range(9, 0, -1):
        first = Node(key, None, first)
    calls = [("t", frozen({"root": first}))]
    found = [pickle.loads(data)["root"] for data, _ in inputs(calls, 0)]
    found = [root for root in found if root is not None]
    assert any(root.left is not None for root in found)
    assert all(in_order(root) == sorted(in_order(root)) for root in found)


class Node:
    def __init__(self, key: int, left: Node | None = None, right: Node | None = None) -> None:
        self.key = key
        self.left = left
        self.right = right


def in_order(node: Node | None) -> list[int]:
    if node is None:
        return []
    return [*in_order(node.left), node.key, *in_order(node.right)]


def test_numbers_in_texts_stay_numbers() -> None:
    calls = [("t", frozen({"text": "10.20.30.40"}))]
    texts = [pickle.loads(data)["text"] for data, _ in inputs(calls, 0)]
    whole = [text for text in texts if text.replace(".", "").isdigit() and text.count(".") == 3]
    assert len(whole) > len(texts) / 5


def test_edits_that_make_other_tests_pass_are_joined_where_these_are_all() -> None:
    masks = {"a": 0b011, "b": 0b001, "c": 0b100, "d": 0b010}
    text = "".join(f"def {name}(n):\n    return n\n\n" for name in masks)
    units = units_of(SourceFile("m.py", text.encode()), {})
    tried = [
        (
            Candidate((Edit("m.py", (Span(u.end - 1, u.end, name),), name, 2.0),), (u,), 2.0),
            Verdict(PARTIAL, mask, int(name == "d")),
        )
        for u, (name, mask) in zip(units, masks.items(), strict=True)
    ]
    found = pairs.completing(tried, 0b111, 3)
    assert [[edit.kind for edit in each.edits] for each in found] == [["a", "c"]]
    assert found[0].parts == found[0].steps == 2
    assert found[0].bits < 4.0
    helping = [(candidate, Verdict(PARTIAL, verdict.fixed)) for candidate, verdict in tried]
    kinds = {frozenset(e.kind for e in c.edits) for c in pairs.completing(helping, 0b111, 3)}
    assert kinds == {frozenset("ac"), frozenset("bcd")}
    alone = [(Candidate(c.edits, (units[0],), c.bits), v) for c, v in helping]
    assert pairs.completing(alone, 0b111, 3) == []


def test_an_edit_belongs_to_functions_of_its_own_file_only() -> None:
    text = b"def f(a):\n    return a\n"
    one, other = (units_of(SourceFile(name, text), {})[0] for name in ("m.py", "n.py"))
    edit = Edit("m.py", (Span(one.end - 1, one.end, "1"),), "1", 1.0)
    assert one.holds(edit)
    assert not other.holds(edit)
