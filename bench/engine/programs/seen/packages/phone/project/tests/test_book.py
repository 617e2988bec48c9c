import pytest

from contacts import normalize
from contacts.book import AddressBook
from contacts.record import Contact


@pytest.fixture
def book():
    book = AddressBook()
    book.add(Contact("1", "Ada Lovelace", ["ada@example.org"], ["0171 234567"], {"math"}))
    book.add(Contact("2", "Hopper, Grace", ["grace@navy.mil", "gh@example.org"]))
    return book


def test_email():
    assert normalize.email(" Ada@Example.org ") == "ada@example.org"
    for text in ("ada", "@example.org", "ada@", "a@b@c"):
        with pytest.raises(ValueError):
            normalize.email(text)


def test_phone():
    assert normalize.phone("+44 (20) 7946-0000") == "+442079460000"
    assert normalize.phone("0171 / 23 45 67") == "+49171234567"
    assert normalize.phone("0044 20 7946 0000") == "+442079460000"
    assert normalize.phone("2345678", country="43") == "+432345678"
    with pytest.raises(ValueError):
        normalize.phone("110")


def test_name():
    assert normalize.name("Hopper,  Grace") == "grace hopper"
    assert normalize.name(" ADA  Lovelace") == "ada lovelace"


def test_get_gives_a_copy(book):
    book.get("1").emails.append("x@example.org")
    assert book.get("1").emails == ["ada@example.org"]
    with pytest.raises(KeyError):
        book.get("9")


def test_add_checks(book):
    with pytest.raises(ValueError):
        book.add(Contact("1", "Someone"))
    with pytest.raises(ValueError):
        book.add(Contact("3", "Someone", ["ADA@example.org"]))
    assert len(book) == 2
    assert book.revision == 2


def test_find_email(book):
    assert book.find_email("GH@example.org").uid == "2"
    assert book.find_email("nobody@example.org") is None


def test_update(book):
    book.update("1", name="Ada King", tags={"math", "poet"})
    contact = book.get("1")
    assert (contact.name, contact.tags, contact.updated) == ("Ada King", {"math", "poet"}, 3)
    assert contact.emails == ["ada@example.org"]


def test_update_checks(book):
    with pytest.raises(TypeError):
        book.update("1", age=36)
    with pytest.raises(ValueError):
        book.update("1", emails=["gh@example.org"])
    with pytest.raises(KeyError):
        book.update("9", name="x")
    assert book.revision == 2


def test_update_emails(book):
    book.update("1", emails=["countess@example.org"])
    assert book.find_email("countess@example.org").uid == "1"
    assert book.find_email("ada@example.org") is None


def test_remove(book):
    assert book.remove("2").name == "Hopper, Grace"
    assert len(book) == 1
    assert book.find_email("gh@example.org") is None


def test_search(book):
    assert [c.uid for c in book.search("ce")] == ["1", "2"]
    assert [c.uid for c in book.search("grace hop")] == ["2"]
