from typing import List


class Solution:
    def videoStitching(self, clips: List[List[int]], time: int) -> int:
        clips.sort()
        covered = clips[0][0]
        farthest = 0
        used = 0
        i = 0
        while covered < time:
            while i < len(clips) and clips[i][0] <= covered:
                farthest = max(farthest, clips[i][1])
                i += 1
            if farthest <= covered:
                return -1
            covered = farthest
            used += 1
        return used
