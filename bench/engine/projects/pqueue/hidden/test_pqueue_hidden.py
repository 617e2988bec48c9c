import random

import pytest

from pqueue import PriorityQueue, merge_sorted, smallest


def test_against_model():
    for seed in range(150):
        rng = random.Random(seed)
        queue, model, age = PriorityQueue(), {}, 0
        for _ in range(60):
            item, priority = rng.randrange(12), rng.randrange(8)
            first = min(model, key=model.get, default=None)
            action = rng.choice(["push", "push", "pop", "remove", "update", "peek"])
            if action == "push":
                queue.push(item, priority)
                if item in model:
                    model[item] = (priority, model[item][1])
                else:
                    model[item] = (priority, age)
                    age += 1
            elif action in ("pop", "peek"):
                if first is None:
                    with pytest.raises(IndexError):
                        getattr(queue, action)()
                else:
                    assert getattr(queue, action)() == first
                    if action == "pop":
                        del model[first]
            elif item not in model:
                with pytest.raises(KeyError):
                    queue.remove(item) if action == "remove" else queue.update(item, 1)
            elif action == "remove":
                queue.remove(item)
                del model[item]
            else:
                queue.update(item, priority)
                model[item] = (priority, model[item][1])
            assert len(queue) == len(model)
            assert list(queue) == sorted(model, key=model.get)
            assert all(queue.priority(i) == model[i][0] and i in queue for i in model)
            assert 99 not in queue
            for i in range(1, len(queue)):
                assert queue._heap[(i - 1) // 2][:2] <= queue._heap[i][:2]


def test_heap_shape_is_fast():
    queue = PriorityQueue((i, -i) for i in range(2000))
    assert [queue.pop() for _ in range(2000)] == list(range(1999, -1, -1))


def test_merge_and_smallest():
    rng = random.Random(5)
    for _ in range(200):
        streams = [sorted(rng.randrange(20) for _ in range(rng.randrange(6))) for _ in range(rng.randrange(5))]
        assert list(merge_sorted(*map(iter, streams))) == sorted(sum(streams, []))
        values = [rng.randrange(9) for _ in range(rng.randrange(9))]
        count = rng.randrange(10)
        assert smallest(values, count) == sorted(values)[:count]
