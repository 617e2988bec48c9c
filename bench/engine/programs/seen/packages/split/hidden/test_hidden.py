import copy
import random

import pytest

from subs import edit, timecode
from subs.cue import Cue
from subs.srt import SrtError, parse_srt, render_srt


def spans(cues):
    return [(cue.start, cue.end) for cue in cues]


def random_cues(rng, top=60):
    cues = []
    for _ in range(rng.randint(0, 7)):
        start = rng.randint(0, top)
        cues.append(Cue(start, start + rng.randint(1, 25), [rng.choice("ab")]))
    cues.sort(key=lambda c: c.start)
    return cues


def test_timecode_round_trip():
    rng = random.Random(1)
    for _ in range(300):
        t = rng.randrange(0, 99 * 3600 * 1000)
        assert timecode.parse(timecode.render(t)) == t


@pytest.mark.parametrize("text, want", [
    ("00:00:00,0", 0), ("00:00:00,9", 900), ("00:00:00,09", 90), ("00:00:00,009", 9),
    ("00:00:02.25", 2250), ("1:00:00,1", 3600100), ("100:59:59.99", 363599990),
    ("\t00:01:00,000\n", 60000),
])
def test_timecode_values(text, want):
    assert timecode.parse(text) == want


@pytest.mark.parametrize("text", ["", "00:60:00,000", "00:00:60,000", "00:00:01", "00:00:01,",
                                  "00:00:01,0000", "-0:00:01,000", "a"])
def test_timecode_bad(text):
    with pytest.raises(timecode.TimecodeError):
        timecode.parse(text)


def test_render_negative():
    with pytest.raises(timecode.TimecodeError):
        timecode.render(-5)
    assert timecode.render(360000000) == "100:00:00,000"


def test_cue_checks():
    for start, end in [(-1, 5), (5, 5), (6, 5)]:
        with pytest.raises(ValueError):
            Cue(start, end)
    assert Cue(0, 1).lines == [] and Cue(0, 1).lines is not Cue(0, 1).lines
    assert not Cue(0, 5).overlaps(Cue(5, 6)) and Cue(0, 5).overlaps(Cue(4, 6))
    c = Cue(0, 5, ["x"])
    d = c.moved(1, 2)
    assert d == Cue(1, 2, ["x"]) and d.lines is not c.lines


def test_parse_forms():
    text = "\ufeff\n\n7\r\n00:00:02,5 --> 00:00:03,25  X1:1 X2:2  \r\nfoo  \r\n  bar\r\n\r\n\r\n\r\n00:00:01.0 --> 00:00:01.1"
    assert parse_srt(text) == [Cue(1000, 1100, []), Cue(2500, 3250, ["foo", "  bar"])]
    assert parse_srt("") == [] and parse_srt("\n \n") == []


def test_parse_stable():
    text = "\n\n".join(f"00:00:01,000 --> 00:00:0{n},000\n{n}" for n in (5, 3, 4))
    assert [c.text for c in parse_srt(text)] == ["5", "3", "4"]


@pytest.mark.parametrize("text, line", [
    ("hello\n", 1),
    ("\n\n1\nhello\n", 4),
    ("1\n00:00:01,000 -->\nx", 2),
    ("1\n00:00:01,000 --> 00:00:01,000\nx", 2),
    ("00:00:02,000 --> 00:00:01,999\nx", 1),
    ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n\n2\n00:00:05,000 --> 00:00:04,000\nx", 7),
    ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n00:00:01,0000 --> 00:00:02,000\nx", 5),
])
def test_parse_errors(text, line):
    with pytest.raises(SrtError) as info:
        parse_srt(text)
    assert info.value.line == line


def test_render_round_trip():
    rng = random.Random(2)
    for _ in range(200):
        cues = random_cues(rng)
        assert parse_srt(render_srt(cues)) == cues
    assert render_srt([]) == ""


def test_shift():
    rng = random.Random(3)
    for _ in range(300):
        cues = random_cues(rng)
        kept = copy.deepcopy(cues)
        d = rng.randint(-70, 70)
        want = [(max(0, c.start + d), c.end + d) for c in cues if c.end + d > 0]
        assert spans(edit.shift(cues, d)) == want
        assert cues == kept
    assert edit.shift([Cue(0, 10)], -10) == []
    assert spans(edit.shift([Cue(0, 10)], -9)) == [(0, 1)]


def test_stretch():
    rng = random.Random(4)
    for _ in range(300):
        cues = random_cues(rng)
        a, b = rng.choice([(25, 24), (24, 25), (30, 60), (1, 50), (3, 2)])
        from fractions import Fraction
        from math import floor
        want = []
        for c in cues:
            s = floor(Fraction(c.start * a, b) + Fraction(1, 2))
            e = floor(Fraction(c.end * a, b) + Fraction(1, 2))
            want.append((s, max(e, s + 1)))
        assert spans(edit.stretch(cues, a, b)) == want


def test_merge_close():
    def oracle(cues, gap):
        out = []
        for c in cues:
            if out and out[-1][2] == c.text and c.start <= out[-1][1] + gap:
                out[-1] = (out[-1][0], max(out[-1][1], c.end), c.text)
            else:
                out.append((c.start, c.end, c.text))
        return out
    rng = random.Random(5)
    for _ in range(300):
        cues = random_cues(rng)
        kept = copy.deepcopy(cues)
        g = rng.randint(0, 10)
        assert [(c.start, c.end, c.text) for c in edit.merge_close(cues, g)] == oracle(cues, g)
        assert cues == kept


def test_fix_overlaps():
    rng = random.Random(6)
    for _ in range(300):
        cues = random_cues(rng)
        kept = copy.deepcopy(cues)
        g = rng.randint(0, 5)
        want = []
        for c, n in zip(cues, cues[1:] + [None]):
            e = c.end if n is None else min(c.end, n.start - g)
            if e > c.start:
                want.append((c.start, e))
        assert spans(edit.fix_overlaps(cues, g)) == want
        assert cues == kept
    assert spans(edit.fix_overlaps([Cue(0, 9), Cue(5, 7)])) == [(0, 5), (5, 7)]


def test_split_at():
    rng = random.Random(7)
    for _ in range(400):
        cues = random_cues(rng)
        kept = copy.deepcopy(cues)
        t = rng.randint(0, 80)
        before, after = edit.split_at(cues, t)
        assert [(c.start, c.end, c.text) for c in before] == [
            (c.start, min(c.end, t), c.text) for c in cues if c.start < t]
        assert [(c.start, c.end, c.text) for c in after] == [
            (max(c.start - t, 0), c.end - t, c.text) for c in cues if c.end > t]
        assert cues == kept


def test_wrap():
    rng = random.Random(8)
    for _ in range(300):
        words = ["x" * rng.randint(1, 9) for _ in range(rng.randint(0, 12))]
        k = rng.randint(0, len(words))
        cue = Cue(3, 9, [" ".join(words[:k]), "  ".join(words[k:])])
        width = rng.randint(1, 15)
        out = edit.wrap(cue, width)
        want = []
        for w in words:
            if want and len(want[-1]) + 1 + len(w) <= width:
                want[-1] += " " + w
            else:
                want.append(w)
        assert out.lines == want and (out.start, out.end) == (3, 9)
        assert len(cue.lines) == 2


def test_too_fast():
    cues = [Cue(0, 1000, ["<i>" + "a" * 20 + "</i>"]), Cue(0, 1000, ["a" * 21]), Cue(0, 2000, ["a" * 20, "a" * 21])]
    assert edit.too_fast(cues, 20) == cues[1:]
