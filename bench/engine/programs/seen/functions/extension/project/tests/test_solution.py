from solution import split_extension, rename_all


def test_simple():
    assert split_extension("report.pdf") == ("report", ".pdf")


def test_double():
    assert split_extension("backup.tar.gz") == ("backup.tar", ".gz")


def test_dotfile():
    assert split_extension(".bashrc") == (".bashrc", "")


def test_rename():
    assert rename_all(["a.txt", "b"], ".md") == ["a.md", "b.md"]
