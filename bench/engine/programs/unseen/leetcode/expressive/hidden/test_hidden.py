import random
from solution import Solution


def closure(w, limit):
    seen, todo = {w}, [w]
    while todo:
        x = todo.pop()
        i = 0
        while i < len(x):
            j = i
            while j < len(x) and x[j] == x[i]:
                j += 1
            for size in range(max(3, j - i + 1), limit - (len(x) - (j - i)) + 1):
                y = x[:i] + x[i] * size + x[j:]
                if len(y) <= limit and y not in seen:
                    seen.add(y)
                    todo.append(y)
            i = j
    return seen


def test_examples():
    s = Solution()
    assert s.expressiveWords("heeellooo", ["hello", "hi", "helo"]) == 1
    assert s.expressiveWords("zzzzzyyyyy", ["zzyy", "zy", "zyy"]) == 3


def test_cases():
    s = Solution()
    assert s.expressiveWords("aaa", ["a", "aa", "aaa", "aaaa"]) == 3
    assert s.expressiveWords("aa", ["a", "aa"]) == 1
    assert s.expressiveWords("a", ["a", "b", "aa"]) == 1
    assert s.expressiveWords("abcd", ["abc", "abcde"]) == 0
    assert s.expressiveWords("aaabaaa", ["aba", "aab", "abaa", "ab", "baa"]) == 2
    assert s.expressiveWords("dddiiinnssssssoooo", ["dinnssoo", "ddinso", "ddiinnso", "dinnsso"]) == 3
    assert s.expressiveWords("aaa", ["a", "a"]) == 2


def test_random():
    rng = random.Random(21)
    for _ in range(300):
        word = lambda k: "".join(rng.choice("ab") * rng.choice([1, 1, 2, 3, 4]) for _ in range(rng.randint(1, k)))
        s = word(3)[:8]
        words = [word(2)[:6] for _ in range(3)]
        k = rng.randrange(len(s))
        words.append((s[:k] + s[k + 1:]) or "a")
        want = sum(s in closure(w, len(s)) for w in words)
        assert Solution().expressiveWords(s, words) == want
