from solution import drop_blocks


def test_nothing_moves():
    assert drop_blocks([]) == []
    assert drop_blocks(["##", "##"]) == ["##", "##"]
    assert drop_blocks(["#.#"]) == ["#.#"]


def test_fall():
    assert drop_blocks(["#.", ".."]) == ["..", "#."]
    assert drop_blocks(["##", ".#", "#."]) == ["..", "##", "##"]
