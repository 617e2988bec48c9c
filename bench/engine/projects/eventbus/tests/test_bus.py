import asyncio

import pytest

from eventbus import Bus, Closed, Mailbox


def recorder(log, name, result=None):
    async def handler(topic, message):
        await asyncio.sleep(0)
        log.append((name, topic, message))
        return result

    return handler


async def broken(topic, message):
    raise RuntimeError(message)


def test_publish_collects_results():
    async def scenario():
        bus, log = Bus(), []
        bus.subscribe("a.*", recorder(log, "one", 1))
        bus.subscribe("a.b", recorder(log, "two", 2))
        bus.subscribe("c", recorder(log, "three", 3))
        assert await bus.publish("A.b", "hello") == [1, 2]
        assert log == [("one", "a.b", "hello"), ("two", "a.b", "hello")]

    asyncio.run(scenario())


def test_priorities():
    async def scenario():
        bus, log = Bus(), []
        bus.subscribe("x", recorder(log, "low", 1), priority=-1)
        bus.subscribe("x", recorder(log, "middle", 2))
        bus.subscribe("x", recorder(log, "high", 3), priority=5)
        bus.subscribe("x", recorder(log, "middle too", 4))
        assert await bus.publish("x") == [3, 2, 4, 1]
        assert [entry.priority for entry in bus.listeners("x")] == [5, 0, 0, -1]

    asyncio.run(scenario())


def test_unsubscribe_and_unheard():
    async def scenario():
        bus, log = Bus(), []
        number = bus.subscribe("x", recorder(log, "one"))
        await bus.publish("x", 1)
        assert bus.unheard == []
        assert bus.unsubscribe(number)
        assert not bus.unsubscribe(number)
        await bus.publish("x", 2)
        assert len(log) == 1
        assert bus.unheard == [("x", 2)]

    asyncio.run(scenario())


def test_once():
    async def scenario():
        bus, log = Bus(), []
        bus.subscribe("x", recorder(log, "one", "r"), once=True)
        assert await bus.publish("x") == ["r"]
        assert await bus.publish("x") == []

    asyncio.run(scenario())


def test_errors_do_not_stop_the_others():
    async def scenario():
        bus, log = Bus(), []
        bus.subscribe("x", broken, priority=1)
        bus.subscribe("x", recorder(log, "one", "fine"))
        assert await bus.publish("x", "oh") == ["fine"]
        (topic, error), = bus.errors
        assert topic == "x"
        assert str(error) == "oh"
        assert [entry.calls for entry in bus.listeners("x")] == [1, 1]

    asyncio.run(scenario())


def test_history_and_replay():
    async def scenario():
        bus, log = Bus(keep=2), []
        for topic in ("a.one", "b.two", "a.three"):
            await bus.publish(topic, topic.upper())
        assert bus.history == [("b.two", "B.TWO"), ("a.three", "A.THREE")]
        assert await bus.replay("a.*", recorder(log, "again")) == 1
        assert log == [("again", "a.three", "A.THREE")]
        assert await bus.replay("#", recorder(log, "all")) == 2

    asyncio.run(scenario())


def test_wait_for():
    async def scenario():
        bus = Bus()
        waiting = asyncio.create_task(bus.wait_for("a.#"))
        await asyncio.sleep(0)
        await bus.publish("b")
        await bus.publish("a.b", 7)
        await bus.publish("a.c", 8)
        assert await waiting == ("a.b", 7)
        with pytest.raises(asyncio.TimeoutError):
            await bus.wait_for("a", timeout=0.01)
        assert bus.listeners("a") == []

    asyncio.run(scenario())


def test_mailbox_of_a_bus():
    async def scenario():
        bus = Bus()
        number, box = bus.mailbox("a.*", limit=2)
        for i in range(3):
            await bus.publish("a.b", i)
        assert (len(box), box.lost) == (2, 1)
        assert await box.get() == ("a.b", 1)
        bus.unsubscribe(number)
        box.close()
        assert [message async for message in box] == [("a.b", 2)]

    asyncio.run(scenario())


def test_mailbox_waits():
    async def scenario():
        box = Mailbox()
        taking = asyncio.create_task(box.get())
        await asyncio.sleep(0)
        assert not taking.done()
        box.put("x")
        assert await asyncio.wait_for(taking, 1) == "x"

    asyncio.run(scenario())


def test_mailbox_closes():
    async def scenario():
        box = Mailbox()
        box.put(1)
        box.close()
        with pytest.raises(Closed):
            box.put(2)
        assert await asyncio.wait_for(box.get(), 1) == 1
        with pytest.raises(Closed):
            await asyncio.wait_for(box.get(), 1)

    asyncio.run(scenario())


def test_mailbox_limit():
    with pytest.raises(ValueError):
        Mailbox(0)
