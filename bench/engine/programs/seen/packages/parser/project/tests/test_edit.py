from subs import edit
from subs.cue import Cue


def spans(cues):
    return [(cue.start, cue.end) for cue in cues]


def test_shift():
    cues = [Cue(0, 100, ["a"]), Cue(200, 400, ["b"]), Cue(500, 600, ["c"])]
    assert spans(edit.shift(cues, 50)) == [(50, 150), (250, 450), (550, 650)]
    assert spans(edit.shift(cues, -300)) == [(0, 100), (200, 300)]


def test_stretch():
    assert spans(edit.stretch([Cue(2400, 4801)], 25, 24)) == [(2500, 5001)]


def test_merge_close():
    cues = [Cue(0, 100, ["a"]), Cue(150, 300, ["a"]), Cue(310, 400, ["b"])]
    assert spans(edit.merge_close(cues, 50)) == [(0, 300), (310, 400)]
    assert spans(edit.merge_close(cues, 49)) == spans(cues)


def test_fix_overlaps():
    cues = [Cue(0, 250), Cue(200, 300), Cue(200, 500)]
    assert spans(edit.fix_overlaps(cues, 20)) == [(0, 180), (200, 500)]


def test_split_between_cues():
    cues = [Cue(0, 100, ["a"]), Cue(150, 300, ["b"])]
    before, after = edit.split_at(cues, 120)
    assert spans(before) == [(0, 100)]
    assert spans(after) == [(30, 180)]


def test_split_inside_a_cue():
    before, after = edit.split_at([Cue(100, 300, ["a"])], 250)
    assert before == [Cue(100, 250, ["a"])]
    assert after == [Cue(0, 50, ["a"])]


def test_split_where_cues_meet():
    before, after = edit.split_at([Cue(0, 200, ["a"]), Cue(200, 300, ["b"])], 200)
    assert before == [Cue(0, 200, ["a"])]
    assert after == [Cue(0, 100, ["b"])]


def test_wrap():
    cue = Cue(0, 1000, ["the quick brown fox", "jumps over the lazy dog"])
    assert edit.wrap(cue, 15).lines == ["the quick brown", "fox jumps over", "the lazy dog"]
    assert cue.lines == ["the quick brown fox", "jumps over the lazy dog"]


def test_too_fast():
    slow, fast = Cue(0, 1000, ["abc"]), Cue(1000, 2000, ["a" * 30])
    assert edit.too_fast([slow, fast], 20) == [fast]
