import pytest

from eventbus import InvalidTopic, check_topic, matches
from eventbus.topics import check_pattern


def test_plain_patterns():
    assert matches("orders.paid", "orders.paid")
    assert not matches("orders.paid", "orders.sent")
    assert not matches("orders", "orders.paid")


def test_one_part():
    assert matches("orders.*", "orders.paid")
    assert matches("*.paid", "orders.paid")
    assert not matches("orders.*", "orders.paid.late")
    assert not matches("orders.*", "orders")


def test_tail():
    assert matches("orders.#", "orders.paid.late")
    assert matches("orders.#", "orders")
    assert matches("#", "anything.at.all")
    assert not matches("orders.#", "users.new")
    assert not matches("a.b.#", "a")


def test_topics_are_checked():
    assert check_topic("orders.paid") == "orders.paid"
    for topic in ("", "a..b", ".a", "a.*", "#"):
        with pytest.raises(InvalidTopic):
            check_topic(topic)


def test_patterns_are_checked():
    assert check_pattern("Orders.#") == "orders.#"
    with pytest.raises(InvalidTopic):
        check_pattern("#.paid")
    with pytest.raises(InvalidTopic):
        check_pattern("a..#")
