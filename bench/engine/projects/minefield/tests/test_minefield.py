import random

import pytest

from minefield import LOST, PLAYING, WON, Field, GameOver

SMALL = """
*...
....
...*
"""


@pytest.fixture
def field():
    return Field.parse(SMALL)


def test_parse(field):
    assert (field.width, field.height) == (4, 3)
    assert field.mines == {(0, 0), (3, 2)}


def test_parse_ragged_rows():
    with pytest.raises(ValueError):
        Field.parse("..*\n..")


def test_mine_outside():
    with pytest.raises(ValueError, match="outside"):
        Field(2, 2, [(2, 0)])


def test_neighbours(field):
    assert field.neighbours((0, 0)) == [(1, 0), (0, 1), (1, 1)]
    assert len(field.neighbours((1, 1))) == 8
    assert len(field.neighbours((3, 1))) == 5


def test_clues(field):
    assert field.clue((1, 1)) == 1
    assert field.clue((2, 1)) == 1
    assert field.clue((3, 0)) == 0


def test_open_a_clue_opens_one_cell(field):
    assert field.open((1, 1)) == {(1, 1)}
    assert field.open((1, 1)) == set()
    assert field.moves == 1


def test_open_floods(field):
    assert field.open((3, 0)) == {(2, 0), (3, 0), (2, 1), (3, 1), (1, 0), (1, 1)}
    assert field.state == PLAYING


def test_flood_spares_flags(field):
    field.toggle_flag((2, 0))
    assert (2, 0) not in field.open((3, 0))


def test_win(field):
    field.open((3, 0))
    assert field.state == PLAYING
    field.open((2, 2))
    assert field.state == PLAYING
    field.open((0, 2))
    assert field.state == WON


def test_win_in_one_move():
    field = Field.parse("*....\n.....\n.....")
    assert len(field.open((4, 0))) == 14
    assert field.state == WON


def test_lose(field):
    assert field.open((0, 0)) == set()
    assert field.state == LOST
    with pytest.raises(GameOver):
        field.open((1, 1))


def test_flags(field):
    assert field.mines_left == 2
    assert field.toggle_flag((0, 0))
    assert field.mines_left == 1
    assert field.open((0, 0)) == set()
    assert field.state == PLAYING
    assert not field.toggle_flag((0, 0))
    assert field.mines_left == 2


def test_chord(field):
    field.open((1, 1))
    assert field.chord((1, 1)) == set()
    field.toggle_flag((0, 0))
    assert field.chord((1, 1)) >= {(1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)}
    assert field.state == WON


def test_chord_with_a_wrong_flag(field):
    field.open((1, 1))
    field.toggle_flag((1, 0))
    field.chord((1, 1))
    assert field.state == LOST
    assert field.exploded == (0, 0)


def test_outside(field):
    with pytest.raises(IndexError):
        field.open((4, 0))


def test_render(field):
    field.toggle_flag((0, 0))
    field.open((3, 0))
    assert field.render() == "F1  \n.111\n...."


def test_render_revealed(field):
    field.open((3, 2))
    assert field.render(reveal=True) == "*...\n....\n...X"


def test_scatter():
    field = Field.scatter(5, 4, 8, safe=(2, 2), rng=random.Random(3))
    assert len(field.mines) == 8
    assert field.clue((2, 2)) == 0
    with pytest.raises(ValueError):
        Field.scatter(3, 3, 1, safe=(1, 1))
