from collections import defaultdict


class UndergroundSystem:

    def __init__(self):
        self.checkIns = {}
        self.totals = defaultdict(lambda: [0, 0])

    def checkIn(self, id: int, stationName: str, t: int) -> None:
        self.checkIns[id] = (stationName, t)

    def checkOut(self, id: int, stationName: str, t: int) -> None:
        startStation, startTime = self.checkIns.pop(id)
        trip = self.totals[(startStation, stationName)]
        trip[0] += t - startTime
        trip[1] += 1

    def getAverageTime(self, startStation: str, endStation: str) -> float:
        total, count = self.totals[(startStation, endStation)]
        return total / count
