import random
from solution import Twitter


class Ref:
    def __init__(self):
        self.posts = []
        self.f = {}

    def postTweet(self, u, t):
        self.posts.append((u, t))

    def getNewsFeed(self, u):
        who = self.f.get(u, set()) | {u}
        return [t for x, t in reversed(self.posts) if x in who][:10]

    def follow(self, a, b):
        self.f.setdefault(a, set()).add(b)

    def unfollow(self, a, b):
        self.f.get(a, set()).discard(b)


def test_limit_exactly_ten():
    tw = Twitter()
    for t in range(10):
        tw.postTweet(1, t)
    assert tw.getNewsFeed(1) == list(range(9, -1, -1))
    tw.postTweet(1, 10)
    assert tw.getNewsFeed(1) == list(range(10, 0, -1))


def test_oldest_is_included():
    tw = Twitter()
    tw.postTweet(1, 1)
    tw.postTweet(1, 2)
    assert tw.getNewsFeed(1) == [2, 1]


def test_follow_is_not_mutual():
    tw = Twitter()
    tw.postTweet(1, 1)
    tw.postTweet(2, 2)
    tw.follow(1, 2)
    assert tw.getNewsFeed(1) == [2, 1]
    assert tw.getNewsFeed(2) == [2]
    tw.follow(2, 1)
    tw.unfollow(1, 2)
    assert tw.getNewsFeed(1) == [1]
    assert tw.getNewsFeed(2) == [2, 1]


def test_unfollow_stranger():
    tw = Twitter()
    tw.postTweet(1, 1)
    tw.unfollow(1, 2)
    assert tw.getNewsFeed(1) == [1]


def test_random():
    rng = random.Random(4)
    for _ in range(150):
        tw, ref = Twitter(), Ref()
        ids = rng.sample(range(1000), 60)
        for _ in range(60):
            op = rng.random()
            a, b = rng.sample(range(1, 5), 2)
            if op < 0.5:
                t = ids.pop()
                tw.postTweet(a, t)
                ref.postTweet(a, t)
            elif op < 0.65:
                tw.follow(a, b)
                ref.follow(a, b)
            elif op < 0.8:
                tw.unfollow(a, b)
                ref.unfollow(a, b)
            else:
                assert tw.getNewsFeed(a) == ref.getNewsFeed(a)
