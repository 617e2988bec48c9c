from solution import natural_sort


def test_natural_sort():
    assert natural_sort([]) == []
    assert natural_sort(["b", "C", "a"]) == ["a", "b", "C"]
    assert natural_sort(["img12", "img10", "img2"]) == ["img2", "img10", "img12"]
    assert natural_sort(["v1.10", "v1.9", "v1"]) == ["v1", "v1.9", "v1.10"]
    assert natural_sort(["b1", "A2", "a1"]) == ["a1", "A2", "b1"]
