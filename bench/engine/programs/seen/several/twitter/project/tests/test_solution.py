from solution import Twitter


def test_example():
    tw = Twitter()
    tw.postTweet(1, 5)
    assert tw.getNewsFeed(1) == [5]
    tw.follow(1, 2)
    tw.postTweet(2, 6)
    assert tw.getNewsFeed(1) == [6, 5]
    tw.unfollow(1, 2)
    assert tw.getNewsFeed(1) == [5]


def test_empty():
    assert Twitter().getNewsFeed(3) == []


def test_own_posts_newest_first():
    tw = Twitter()
    for t in (101, 13, 10):
        tw.postTweet(1, t)
    assert tw.getNewsFeed(1) == [10, 13, 101]


def test_many_posts():
    tw = Twitter()
    for t in range(1, 15):
        tw.postTweet(1, t)
    assert tw.getNewsFeed(1) == [14, 13, 12, 11, 10, 9, 8, 7, 6, 5]
