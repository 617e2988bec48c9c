from solution import normalize_path


def test_absolute():
    assert normalize_path("/usr//lib/../bin/.") == "/usr/bin"
    assert normalize_path("/../..") == "/"


def test_relative():
    assert normalize_path("a/..") == "."
    assert normalize_path("./src/./main.py") == "src/main.py"
    assert normalize_path("x/../../y") == "../y"


def test_relative_upwards():
    assert normalize_path("../../a/b/..") == "../../a"
