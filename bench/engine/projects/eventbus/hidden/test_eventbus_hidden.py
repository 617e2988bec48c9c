import asyncio
import itertools
import random

import pytest

from eventbus import Bus, Closed, InvalidTopic, Mailbox, check_topic, matches
from eventbus.topics import check_pattern


def run(scenario):
    asyncio.run(asyncio.wait_for(scenario(), 5))


def slow_match(want, given):
    if not want:
        return not given
    if want == ["#"]:
        return True
    if not given:
        return False
    return want[0] in ("*", given[0]) and slow_match(want[1:], given[1:])


def test_matches_against_a_recursive_one():
    words = ["a", "b"]
    topics = [".".join(t) for n in (1, 2, 3) for t in itertools.product(words, repeat=n)]
    heads = [list(p) for n in (0, 1, 2, 3) for p in itertools.product([*words, "*"], repeat=n)]
    for head in heads:
        for pattern in (head, [*head, "#"]):
            if not pattern:
                continue
            for topic in topics:
                expected = slow_match(pattern, topic.split("."))
                assert matches(".".join(pattern), topic) is expected


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b"])
def test_empty_parts(text):
    with pytest.raises(InvalidTopic):
        check_topic(text)
    with pytest.raises(InvalidTopic):
        check_pattern(text)


def test_wildcards():
    for topic in ("*", "#", "a.*", "*.a", "a.#", "a.*.b"):
        with pytest.raises(InvalidTopic):
            check_topic(topic)
    for pattern in ("#.a", "a.#.b", "#.#", "#.*"):
        with pytest.raises(InvalidTopic):
            check_pattern(pattern)
    for pattern in ("#", "*", "a.#", "*.*", "*.#", "A*.b"):
        assert check_pattern(pattern) == pattern.lower()
    assert check_topic("A*.B#") == "a*.b#"
    assert issubclass(InvalidTopic, ValueError)


def test_order_of_delivery():
    async def scenario():
        for seed in range(20):
            rng = random.Random(seed)
            bus, priorities = Bus(), [rng.randint(-3, 3) for _ in range(8)]

            def make(i):
                async def handler(topic, message):
                    await asyncio.sleep(0)
                    return i, topic, message

                return handler

            numbers = [bus.subscribe("T.#", make(i), p) for i, p in enumerate(priorities)]
            assert len(set(numbers)) == 8
            order = sorted(range(8), key=lambda i: -priorities[i])
            assert await bus.publish("t.U", seed) == [(i, "t.u", seed) for i in order]
            assert [s.priority for s in bus.listeners("t")] == [priorities[i] for i in order]
            gone = rng.randrange(8)
            assert bus.unsubscribe(numbers[gone]) is True
            assert bus.unsubscribe(numbers[gone]) is False
            assert [r[0] for r in await bus.publish("t")] == [i for i in order if i != gone]
            assert bus.unheard == [] and bus.errors == []

    run(scenario)


def test_once_and_calls():
    async def scenario():
        bus = Bus()

        async def again(topic, message):
            return await bus.publish("x", "inner") if message != "inner" else "end"

        bus.subscribe("x", again, once=True)
        assert await bus.publish("x", "outer") == [[]]
        assert bus.unheard == [("x", "inner")]

        async def plain(topic, message):
            return message

        bus.subscribe("y", plain)
        bus.subscribe("y", plain, once=True)
        assert await bus.publish("y", 1) == [1, 1]
        assert await bus.publish("y", 2) == [2]
        (left,) = bus.listeners("y")
        assert (left.calls, left.once) == (2, False)

    run(scenario)


def test_a_handler_can_remove_a_later_one():
    async def scenario():
        bus = Bus()
        numbers = {}

        async def remover(topic, message):
            bus.unsubscribe(numbers["victim"])
            return "removed"

        async def other(topic, message):
            return "other"

        bus.subscribe("x", remover, 2)
        numbers["victim"] = bus.subscribe("x", other, 1)
        bus.subscribe("x", other)
        assert await bus.publish("x") == ["removed", "other"]
        assert bus.errors == []

    run(scenario)


def test_errors():
    async def scenario():
        bus = Bus()

        async def bad(topic, message):
            raise message

        async def good(topic, message):
            return 1

        for handler in (bad, good, bad):
            bus.subscribe("x", handler)
        oops = KeyError("k")
        assert await bus.publish("X", oops) == [1]
        assert bus.errors == [("x", oops), ("x", oops)]
        assert [s.calls for s in bus.listeners("x")] == [1, 1, 1]
        with pytest.raises(InvalidTopic):
            await bus.publish("x.*")
        assert bus.unheard == []

    run(scenario)


def test_history():
    async def scenario():
        for keep in range(5):
            bus = Bus(keep)
            sent = []
            for i in range(7):
                await bus.publish(f"T.n{i % 2}", i)
                sent.append((f"t.n{i % 2}", i))
                assert bus.history == (sent[-keep:] if keep else [])
            seen = []

            async def note(topic, message):
                await asyncio.sleep(0)
                seen.append((topic, message))

            expected = [entry for entry in bus.history if entry[0] == "t.n0"]
            assert await bus.replay("T.n0", note) == len(expected)
            assert seen == expected
            assert bus.unheard == sent
        assert Bus().history is not Bus().history
        assert Bus().unheard is not Bus().unheard

    run(scenario)


def test_replay_while_publishing():
    async def scenario():
        bus = Bus(3)
        await bus.publish("a", 1)
        await bus.publish("a", 2)

        async def more(topic, message):
            await bus.publish("a", message + 10)

        assert await bus.replay("a", more) == 2
        assert bus.history == [("a", 2), ("a", 11), ("a", 12)]

    run(scenario)


def test_wait_for():
    async def scenario():
        bus = Bus()
        tasks = [asyncio.create_task(bus.wait_for(p, 2)) for p in ("a.*", "#", "b")]
        await asyncio.sleep(0)
        await bus.publish("a.x", 1)
        await bus.publish("b", 2)
        assert await asyncio.gather(*tasks) == [("a.x", 1), ("a.x", 1), ("b", 2)]
        assert bus.listeners("b") == [] and bus.listeners("a.x") == []
        task = asyncio.create_task(bus.wait_for("c"))
        await asyncio.sleep(0)
        assert len(bus.listeners("c")) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert bus.listeners("c") == []
        with pytest.raises(asyncio.TimeoutError):
            await bus.wait_for("c", 0.001)

    run(scenario)


def test_mailbox_keeps_the_newest():
    async def scenario():
        for limit in range(1, 6):
            for count in range(9):
                box = Mailbox(limit)
                for i in range(count):
                    box.put(i)
                assert len(box) == min(count, limit)
                assert box.lost == max(0, count - limit)
                box.close()
                assert [m async for m in box] == list(range(count))[-limit:]
                with pytest.raises(Closed):
                    await box.get()

    run(scenario)


def test_mailbox_between_tasks():
    async def scenario():
        box, seen = Mailbox(3), []

        async def consume():
            async for message in box:
                seen.append(message)

        consumers = [asyncio.create_task(consume()) for _ in range(2)]
        for i in range(20):
            box.put(i)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        box.close()
        await asyncio.gather(*consumers)
        assert sorted(seen) == list(range(20))
        assert (len(box), box.lost, box.closed) == (0, 0, True)
        with pytest.raises(Closed):
            box.put(1)

    run(scenario)


def test_bus_mailbox():
    async def scenario():
        bus = Bus()
        number, box = bus.mailbox("a.#", 2)
        assert box.limit == 2
        assert bus.mailbox("b")[1].limit == 100
        await bus.publish("a", 1)
        await bus.publish("b", 2)
        await bus.publish("A.c", 3)
        assert await box.get() == ("a", 1)
        assert await box.get() == ("a.c", 3)
        bus.unsubscribe(number)
        await bus.publish("a", 4)
        assert len(box) == 0
        _, closed = bus.mailbox("z")
        closed.close()
        assert await bus.publish("z") == []
        assert isinstance(bus.errors[0][1], Closed)

    run(scenario)


@pytest.mark.parametrize("limit", [0, -1])
def test_limits(limit):
    with pytest.raises(ValueError):
        Mailbox(limit)
