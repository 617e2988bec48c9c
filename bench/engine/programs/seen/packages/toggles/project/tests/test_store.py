import pytest

from toggles import Flag, FlagStore, Rule, UnknownFlag


def test_put_get_remove():
    store = FlagStore([Flag("b"), Flag("a", default=True)])
    assert store.names() == ["a", "b"]
    assert store.get("a").default is True
    store.remove("a")
    with pytest.raises(UnknownFlag):
        store.get("a")
    with pytest.raises(UnknownFlag):
        store.remove("a")


def test_store_has_its_own_copies():
    flag = Flag("a")
    store = FlagStore([flag])
    flag.enabled = False
    assert store.get("a").enabled
    store.get("a").rules.append(Rule(True))
    assert store.get("a").rules == []


def test_listeners():
    store = FlagStore()
    heard = []
    cancel = store.subscribe(heard.append)
    store.put(Flag("a"))
    store.put(Flag("a"))
    store.put(Flag("a", default=True))
    store.remove("a")
    assert heard == ["a", "a", "a"]
    assert store.revision == 3
    cancel()
    cancel()
    store.put(Flag("b"))
    assert heard == ["a", "a", "a"]


def test_export_and_load():
    store = FlagStore([Flag("a"), Flag("b", requires={"a": True})])
    data = store.export()
    other = FlagStore([Flag("b", requires={"a": True}), Flag("old")])
    heard = []
    other.subscribe(heard.append)
    other.load(data)
    assert other.export() == data
    assert sorted(heard) == ["a", "old"]


def test_exported_data_is_independent():
    store = FlagStore([Flag("a", default={"size": 3})])
    store.export()[0]["default"]["size"] = 4
    assert store.get("a").default == {"size": 3}
