from shop import report


def test_report():
    assert report([1]) == [1]
