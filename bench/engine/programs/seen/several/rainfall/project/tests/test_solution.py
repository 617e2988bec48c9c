from solution import rainfall


def test_simple():
    assert rainfall([2, 4, 9]) == {"days": 3, "average": 5.0, "wettest": 9, "dry": 0}


def test_end_mark():
    assert rainfall([6, 0, 0, 9999, 50]) == {"days": 3, "average": 2.0, "wettest": 6, "dry": 2}


def test_faulty():
    assert rainfall([3, -1, 5])["average"] == 4.0


def test_faulty_days():
    assert rainfall([-5, 8, -2, 1])["days"] == 2


def test_dry():
    assert rainfall([0, 0, 7, 0, 1])["dry"] == 2


def test_no_data():
    assert rainfall([9999]) == {"days": 0, "average": 0, "wettest": None, "dry": 0}
