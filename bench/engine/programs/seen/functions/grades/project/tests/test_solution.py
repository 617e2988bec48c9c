from solution import averages


def test_few_marks():
    assert averages({"Ida": [80, 90], "Max": []}) == {"Ida": 85.0, "Max": None}
    assert averages({}) == {}


def test_many_marks():
    assert averages({"Tom": [70, 100, 40]}) == {"Tom": 85.0}
    assert averages({"Lea": [50, 50, 50, 50], "Jan": [60]}) == {"Lea": 50.0, "Jan": 60.0}
