from solution import serve


def test_exact():
    assert serve({"cola": [150, 2]}, [("cola", 150)]) == (["change 0"], 150)


def test_change():
    assert serve({"cola": [150, 2], "nuts": [90, 5]}, [("nuts", 100)]) == (["change 10"], 90)


def test_missing_and_unknown():
    machine = {"cola": [150, 2]}
    assert serve(machine, [("cola", 100), ("tea", 500)]) == (["missing 50", "unknown"], 0)


def test_sold_out():
    machine = {"bar": [80, 1]}
    assert serve(machine, [("bar", 80), ("bar", 80)]) == (["change 0", "sold out"], 80)
