from solution import FileSystem


def test_example():
    fs = FileSystem()
    assert fs.ls("/") == []
    fs.mkdir("/a/b/c")
    fs.addContentToFile("/a/b/c/d", "hello")
    assert fs.ls("/") == ["a"]
    assert fs.readContentFromFile("/a/b/c/d") == "hello"


def test_append():
    fs = FileSystem()
    fs.addContentToFile("/notes", "one ")
    fs.addContentToFile("/notes", "two")
    assert fs.readContentFromFile("/notes") == "one two"


def test_ls_of_file():
    fs = FileSystem()
    fs.mkdir("/docs")
    fs.addContentToFile("/docs/readme", "x")
    assert fs.ls("/docs/readme") == ["readme"]


def test_ls_in_lexicographic_order():
    fs = FileSystem()
    fs.mkdir("/goowmfn")
    fs.mkdir("/z")
    fs.addContentToFile("/c", "abc")
    assert fs.ls("/") == ["c", "goowmfn", "z"]
