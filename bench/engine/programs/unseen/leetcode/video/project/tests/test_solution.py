from solution import Solution


def test_example_one():
    clips = [[0, 2], [4, 6], [8, 10], [1, 9], [1, 5], [5, 9]]
    assert Solution().videoStitching(clips, 10) == 3


def test_example_two():
    assert Solution().videoStitching([[0, 1], [1, 2]], 5) == -1


def test_example_three():
    clips = [
        [0, 1], [6, 8], [0, 2], [5, 6], [0, 4], [0, 3], [6, 7], [1, 3],
        [4, 7], [1, 4], [2, 5], [2, 6], [3, 4], [4, 5], [5, 7], [6, 9],
    ]
    assert Solution().videoStitching(clips, 9) == 3


def test_beginning_not_recorded():
    assert Solution().videoStitching([[2, 5], [4, 8]], 8) == -1


def test_one_clip():
    assert Solution().videoStitching([[0, 8], [1, 3]], 6) == 1
