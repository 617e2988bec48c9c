from solution import fuse, overlap_size


def test_overlap_size():
    assert overlap_size("spring", "ringtone") == 4
    assert overlap_size("cat", "dog") == 0


def test_two_words():
    assert fuse(["spring", "ringtone"]) == "springtone"
    assert fuse(["cat", "dog"]) == "catdog"


def test_more_words():
    assert fuse(["bread", "adverb", "verbal"]) == "breadverbal"
    assert fuse(["a", "b", "c"]) == "abc"


def test_nothing():
    assert fuse([]) == ""
