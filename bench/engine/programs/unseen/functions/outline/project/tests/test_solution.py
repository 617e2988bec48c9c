from solution import number_headings


def test_one_level():
    assert number_headings([]) == []
    assert number_headings(["# Intro", "some text", "# Usage"]) == ["1 Intro", "some text", "2 Usage"]


def test_levels():
    assert number_headings(["# A", "## B", "### C"]) == ["1 A", "1.1 B", "1.1.1 C"]
    assert number_headings(["# A", "## B", "## C", "# D", "## E"]) == [
        "1 A", "1.1 B", "1.2 C", "2 D", "2.1 E"]


def test_other_lines():
    assert number_headings(["#hash", "plain text"]) == ["#hash", "plain text"]
