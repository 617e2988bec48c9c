import heapq
from collections import defaultdict
from typing import List


class Twitter:

    def __init__(self):
        self.time = 0
        self.tweets = defaultdict(list)
        self.following = defaultdict(set)

    def postTweet(self, userId: int, tweetId: int) -> None:
        self.tweets[userId].append((self.time, tweetId))
        self.time -= 1

    def getNewsFeed(self, userId: int) -> List[int]:
        heap = []
        users = self.following[userId] | {userId}
        for uid in users:
            if self.tweets[uid]:
                idx = len(self.tweets[uid]) - 1
                time, tid = self.tweets[uid][idx]
                heapq.heappush(heap, (time, tid, uid, idx - 1))

        feed = []
        while heap and len(feed) < 10:
            time, tid, uid, idx = heapq.heappop(heap)
            feed.append(tid)
            if idx >= 0:
                time, tid = self.tweets[uid][idx]
                heapq.heappush(heap, (time, tid, uid, idx - 1))
        return feed

    def follow(self, followerId: int, followeeId: int) -> None:
        self.following[followerId].add(followeeId)

    def unfollow(self, followerId: int, followeeId: int) -> None:
        self.following[followerId].discard(followeeId)
