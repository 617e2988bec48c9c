import pytest

from subs import timecode
from subs.cue import Cue
from subs.srt import SrtError, parse_srt, render_srt

SAMPLE = """1
00:00:01,000 --> 00:00:02,500
Hello there.

2
00:00:03,000 --> 00:00:05,000
<i>How are you?</i>
Fine.
"""


def test_timecode_parse():
    assert timecode.parse("01:02:03,456") == 3723456
    assert timecode.parse("00:00:00.001") == 1


def test_timecode_short_decimals():
    assert timecode.parse(" 00:00:01,5 ") == 1500


def test_timecode_render():
    assert timecode.render(3723456) == "01:02:03,456"
    assert timecode.render(0) == "00:00:00,000"


def test_timecode_errors():
    with pytest.raises(timecode.TimecodeError):
        timecode.parse("1:2:3")
    with pytest.raises(timecode.TimecodeError):
        timecode.render(-1)


def test_parse_sample():
    cues = parse_srt(SAMPLE)
    assert cues == [
        Cue(1000, 2500, ["Hello there."]),
        Cue(3000, 5000, ["<i>How are you?</i>", "Fine."]),
    ]


def test_parse_sorts_and_ignores_position():
    text = "00:00:09,000 --> 00:00:10,000 X1:40\nb\n\n00:00:01,000 --> 00:00:02,000\na"
    assert [cue.text for cue in parse_srt(text)] == ["a", "b"]


def test_round_trip():
    assert render_srt(parse_srt(SAMPLE)) == SAMPLE


def test_missing_timing_line():
    with pytest.raises(SrtError) as info:
        parse_srt(SAMPLE + "\n3\nno times here\n")
    assert info.value.line == 11


def test_bad_timecode():
    with pytest.raises(SrtError) as info:
        parse_srt("1\n00:00:01,000 --> 00:99:02,000\nx\n")
    assert info.value.line == 2


def test_end_before_start():
    with pytest.raises(SrtError) as info:
        parse_srt("1\n00:00:05,000 --> 00:00:02,000\nx\n")
    assert info.value.line == 2


def test_length_and_speed():
    cue = Cue(0, 2000, ["<b>Hi</b>", "you"])
    assert cue.length() == 5
    assert cue.speed() == 2.5
