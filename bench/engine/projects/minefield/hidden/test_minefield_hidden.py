import random

import pytest

from minefield import LOST, PLAYING, WON, Field, GameOver


def around(width, height, cell):
    return {
        (x, y)
        for x in range(width)
        for y in range(height)
        if (x, y) != cell and abs(x - cell[0]) <= 1 and abs(y - cell[1]) <= 1
    }


def random_fields(count=40):
    for seed in range(count):
        rng = random.Random(seed)
        width, height = rng.randint(1, 7), rng.randint(1, 7)
        cells = [(x, y) for x in range(width) for y in range(height)]
        mines = rng.sample(cells, rng.randint(0, len(cells) // 3))
        yield rng, Field(width, height, mines)


def expected_flood(field, start, blocked=()):
    seen, stack = {start}, [start]
    while stack:
        cell = stack.pop()
        near = around(field.width, field.height, cell)
        if near & field.mines:
            continue
        for other in near - seen - set(blocked):
            seen.add(other)
            stack.append(other)
    return seen


def test_geometry():
    for _, field in random_fields():
        cells = list(field.cells())
        assert len(cells) == field.width * field.height == len(set(cells))
        assert cells == sorted(cells, key=lambda cell: (cell[1], cell[0]))
        for cell in cells:
            near = field.neighbours(cell)
            assert len(near) == len(set(near))
            assert set(near) == around(field.width, field.height, cell)
            assert field.clue(cell) == len(set(near) & field.mines)
        for x in range(-2, field.width + 2):
            for y in range(-2, field.height + 2):
                assert field.contains((x, y)) == ((x, y) in set(cells))


def test_flood():
    for rng, field in random_fields():
        free = sorted(set(field.cells()) - field.mines)
        start = rng.choice(free)
        flags = [cell for cell in field.cells() if cell != start and rng.random() < 0.1]
        for cell in flags:
            assert field.toggle_flag(cell) is True
        fresh = field.open(start)
        assert fresh == expected_flood(field, start, flags)
        assert field.opened == fresh
        assert not fresh & field.flags
        assert field.open(start) == set()
        assert field.moves == 1


def test_play_to_the_end():
    for _, field in random_fields():
        free = sorted(set(field.cells()) - field.mines)
        total = set()
        for cell in free:
            assert field.state == (WON if total == set(free) else PLAYING)
            fresh = field.open(cell)
            assert not fresh & total
            total |= fresh
        assert field.state == WON
        assert total == set(free)
        assert 0 < field.moves <= len(free)


def test_lose_on_every_mine():
    for _, field in random_fields(20):
        for mine in sorted(field.mines):
            game = Field(field.width, field.height, field.mines)
            assert game.open(mine) == set()
            assert (game.state, game.exploded, game.moves) == (LOST, mine, 1)
            assert game.opened == set()
            for move in (game.open, game.toggle_flag, game.chord):
                with pytest.raises(GameOver):
                    move((0, 0))
            assert game.render(True).count("X") == 1
            assert game.render(True).count("*") == len(game.mines) - 1
            assert game.render().count("*") == 0


def test_flags():
    game = Field.parse("*.\n..")
    for cell in ((0, 1), (1, 1)):
        assert game.toggle_flag(cell) is True
    assert game.mines_left == -1
    assert game.toggle_flag((1, 1)) is False
    assert game.mines_left == 0
    game.open((1, 0))
    assert game.toggle_flag((1, 0)) is False
    assert game.flags == {(0, 1)}
    assert game.moves == 1
    assert game.open((0, 1)) == set()
    assert game.moves == 1


def test_chord():
    game = Field.parse("*..\n...\n...")
    assert game.chord((1, 1)) == set()
    game.open((1, 1))
    game.toggle_flag((0, 1))
    game.toggle_flag((0, 0))
    assert game.chord((1, 1)) == set()
    game.toggle_flag((0, 1))
    fresh = game.chord((1, 1))
    assert fresh == set(game.cells()) - {(0, 0), (1, 1)}
    assert game.state == WON


def test_chord_stops_at_the_mine():
    game = Field.parse("...\n*..\n...")
    game.open((1, 1))
    game.toggle_flag((2, 2))
    assert game.chord((1, 1)) == {(0, 0), (1, 0), (2, 0), (2, 1), (1, 2)}
    assert game.exploded == (0, 1)
    assert game.opened == set(game.cells()) - {(0, 1), (0, 2), (2, 2)}


def test_chord_on_two():
    game = Field.parse("*.*\n...")
    game.open((1, 1))
    game.toggle_flag((0, 0))
    assert game.chord((1, 1)) == set()
    game.toggle_flag((2, 0))
    assert game.chord((1, 1)) == {(1, 0), (0, 1), (2, 1)}
    assert game.state == WON


@pytest.mark.parametrize("cell", [(-1, 0), (0, -1), (3, 0), (0, 2)])
def test_moves_outside(cell):
    game = Field(3, 2, [])
    for move in (game.open, game.toggle_flag, game.chord):
        with pytest.raises(IndexError):
            move(cell)


@pytest.mark.parametrize("size", [(0, 1), (1, 0), (-1, 5)])
def test_bad_sizes(size):
    with pytest.raises(ValueError):
        Field(*size, [])


def test_bad_fields():
    for mine in ((-1, 0), (3, 0), (0, 3)):
        with pytest.raises(ValueError):
            Field(3, 3, [mine])
    for text in ("..\n...", "...\n..\n...", ""):
        with pytest.raises(ValueError):
            Field.parse(text)


def test_one_cell():
    game = Field(1, 1, [])
    assert game.state == PLAYING
    assert game.render() == "."
    assert game.open((0, 0)) == {(0, 0)}
    assert game.state == WON
    assert game.render() == " "


def test_parse_and_render():
    text = "..*.\n*...\n...*"
    game = Field.parse(text)
    assert game.render(reveal=True) == text
    assert game.render() == "....\n....\n...."
    for cell in set(game.cells()) - game.mines:
        game.open(cell)
    game.toggle_flag((2, 0))
    rows = game.render().split("\n")
    for x, y in game.cells():
        if (x, y) in game.mines:
            assert rows[y][x] == ("F" if (x, y) == (2, 0) else ".")
        else:
            assert rows[y][x] == (str(len(around(4, 3, (x, y)) & game.mines) or " "))
    assert game.render(reveal=True).count("*") == 3


def test_scatter():
    for seed in range(30):
        rng = random.Random(seed)
        width, height = rng.randint(3, 8), rng.randint(3, 8)
        safe = (rng.randrange(width), rng.randrange(height))
        room = width * height - 1 - len(around(width, height, safe))
        for count in (0, room // 2, room):
            game = Field.scatter(width, height, count, safe, rng)
            assert len(game.mines) == count
            assert safe not in game.mines
            assert game.clue(safe) == 0
            assert (game.width, game.height) == (width, height)
        with pytest.raises(ValueError):
            Field.scatter(width, height, room + 1, safe, rng)
