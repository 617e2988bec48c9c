from solution import triangle_type


def test_triangles():
    assert triangle_type(3, 4, 5) == "right"
    assert triangle_type(6, 5, 5) == "acute"
    assert triangle_type(9, 5, 5) == "obtuse"


def test_no_triangle():
    assert triangle_type(1, 1, 5) == "none"
    assert triangle_type(1, 2, 3) == "none"
    assert triangle_type(0, 4, 4) == "none"
