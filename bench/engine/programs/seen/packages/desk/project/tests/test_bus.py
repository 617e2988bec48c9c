from orderflow import EventBus


def test_topics():
    bus = EventBus()
    log = []
    bus.subscribe("a.b", lambda name, **d: log.append(("exact", d)))
    bus.subscribe("a.*", lambda name, **d: log.append(("prefix", name)))
    assert bus.publish("a.b", x=1) == 2
    assert bus.publish("a.c") == 1
    assert bus.publish("b.c") == 0
    assert log == [("exact", {"x": 1}), ("prefix", "a.b"), ("prefix", "a.c")]


def test_priority():
    bus = EventBus()
    log = []
    for n, p in enumerate([0, 5, 0, 5]):
        bus.subscribe("e", lambda name, n=n: log.append(n), priority=p)
    bus.publish("e")
    assert log == [1, 3, 0, 2]


def test_once_and_unsubscribe():
    bus = EventBus()
    log = []
    bus.subscribe("e", lambda name: log.append("once"), once=True)
    bus.subscribe("e", lambda name: log.append("once too"), once=True)
    i = bus.subscribe("e", lambda name: log.append("always"))
    bus.publish("e")
    bus.publish("e")
    assert log == ["once", "once too", "always", "always"]
    assert bus.unsubscribe(i)
    assert not bus.unsubscribe(i)
    assert bus.publish("e") == 0
