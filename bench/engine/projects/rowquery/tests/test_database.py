import pytest

from rowquery import Database, UnknownName

PEOPLE = [
    {"name": "Ann", "age": 31, "city": "Rome"},
    {"name": "Bob", "age": 25, "city": "Oslo"},
    {"name": "Cid", "age": None, "city": "Rome"},
    {"name": "Dora", "age": 47, "city": "Paris"},
    {"name": "Eve", "age": 25, "city": "Rome"},
]


@pytest.fixture
def database():
    return Database({"people": PEOPLE})


def names(database, rest):
    return [row["name"] for row in database.select("select name from people " + rest)]


def test_select(database):
    assert database.select("select * from people") == PEOPLE
    assert database.select("select age, name from people limit 1") == [{"age": 31, "name": "Ann"}]


def test_compare(database):
    assert names(database, "where age = 25") == ["Bob", "Eve"]
    assert names(database, "where age > 25") == ["Ann", "Dora"]
    assert names(database, "where age <= 31 and city != 'Oslo'") == ["Ann", "Eve"]
    assert names(database, "where city > 5") == []


def test_and_or(database):
    assert names(database, "where city = 'Oslo' or age > 40") == ["Bob", "Dora"]
    assert names(database, "where not (city = 'Rome' or age > 40)") == ["Bob"]


def test_like(database):
    assert names(database, "where name like '*b'") == ["Bob"]
    assert names(database, "where city like '*o*'") == ["Ann", "Bob", "Cid", "Eve"]
    assert names(database, "where not city like 'r*e'") == ["Bob", "Dora"]


def test_order(database):
    assert names(database, "order by age") == ["Bob", "Eve", "Ann", "Dora", "Cid"]
    assert names(database, "order by age desc") == ["Dora", "Ann", "Bob", "Eve", "Cid"]
    assert names(database, "order by city, name desc limit 3") == ["Bob", "Dora", "Eve"]


def test_unknown_names(database):
    with pytest.raises(UnknownName):
        database.select("select * from animals")
    with pytest.raises(UnknownName):
        database.select("select weight from people")
    with pytest.raises(UnknownName):
        database.select("select name from people where weight > 3")


def test_results_are_copies(database):
    database.select("select * from people")[0]["name"] = "Zoe"
    assert names(database, "limit 1") == ["Ann"]


def test_insert(database):
    assert database.insert("people", {"name": "Flo", "age": 1, "city": "Bonn"}) == 6
    assert names(database, "where age < 10") == ["Flo"]
    assert database.insert("empty") == 0
    assert database.rows("empty") == []


def test_databases_are_separate():
    first = Database()
    first.insert("t", {"a": 1})
    with pytest.raises(UnknownName):
        Database().rows("t")
