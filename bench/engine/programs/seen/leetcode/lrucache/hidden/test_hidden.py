import random

from solution import LRUCache


def test_random():
    rng = random.Random(30)
    for _ in range(200):
        cap = rng.randint(1, 5)
        lru = LRUCache(cap)
        model = {}
        for step in range(60):
            key = rng.randint(0, 7)
            if rng.random() < 0.5:
                want = -1
                if key in model:
                    want = model[key] = model.pop(key)
                assert lru.get(key) == want
            else:
                model.pop(key, None)
                model[key] = step
                if len(model) > cap:
                    del model[next(iter(model))]
                lru.put(key, step)
