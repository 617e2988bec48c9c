"""Oracles for the QuixBugs programs on numbers, strings and lists.

Each takes the repaired function and a random source, tries one input, and says whether the
answer is right. The answers come from other algorithms than the programs', mostly brute force.
"""

from __future__ import annotations

import itertools
import math
import string
from bisect import bisect_left
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

# The functions under test take and return anything: that is what is examined.
Function = Callable[..., Any]
Oracle = Callable[[Function, Random], bool]


def _numbers(rng: Random, most: int, high: int) -> list[int]:
    return [rng.randrange(high) for _ in range(rng.randrange(most))]


def _word(rng: Random, most: int, letters: str = "abc") -> str:
    return "".join(rng.choice(letters) for _ in range(rng.randrange(most)))


def _is_subsequence(short: Iterable[str], long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


def bitcount(f: Function, rng: Random) -> bool:
    n = rng.randrange(1 << rng.randrange(1, 40))
    return bool(f(n) == bin(n).count("1"))


def bucketsort(f: Function, rng: Random) -> bool:
    k = rng.randrange(1, 12)
    arr = _numbers(rng, 14, k)
    return bool(f(list(arr), k) == sorted(arr))


def find_first_in_sorted(f: Function, rng: Random) -> bool:
    arr, x = sorted(_numbers(rng, 12, 10)), rng.randrange(-1, 11)
    return bool(f(arr, x) == (arr.index(x) if x in arr else -1))


def find_in_sorted(f: Function, rng: Random) -> bool:
    arr, x = sorted(_numbers(rng, 12, 10)), rng.randrange(-1, 11)
    found = f(arr, x)
    return found == -1 if x not in arr else 0 <= found < len(arr) and arr[found] == x


def _nested(rng: Random, depth: int, leaves: list[object]) -> list[object]:
    made: list[object] = []
    for _ in range(rng.randrange(4)):
        if depth and rng.random() < 0.5:
            made.append(_nested(rng, depth - 1, leaves))
        else:
            leaf = rng.choice([0, 1, 7, "ab", "", None, (1, 2)])
            leaves.append(leaf)
            made.append(leaf)
    return made


def flatten(f: Function, rng: Random) -> bool:
    leaves: list[object] = []
    nested = _nested(rng, 4, leaves)
    return list(f(nested)) == leaves


def gcd(f: Function, rng: Random) -> bool:
    common = rng.randrange(1, 30)
    a, b = common * rng.randrange(300), common * rng.randrange(300)
    return bool(f(a, b) == math.gcd(a, b))


def get_factors(f: Function, rng: Random) -> bool:
    n = rng.randrange(1, 3000)
    factors = f(n)
    primes = all(p > 1 and all(p % d for d in range(2, p)) for p in factors)
    return primes and math.prod(factors) == n and factors == sorted(factors)


def _hanoi(height: int, start: int, end: int) -> list[tuple[int, int]]:
    if height == 0:
        return []
    spare = 6 - start - end
    return [*_hanoi(height - 1, start, spare), (start, end), *_hanoi(height - 1, spare, end)]


def hanoi(f: Function, rng: Random) -> bool:
    height = rng.randrange(7)
    start, end = rng.sample([1, 2, 3], 2)
    steps = [tuple(step) for step in f(height, start, end)]
    return steps == _hanoi(height, start, end) and list(f(height)) == _hanoi(height, 1, 3)


def is_valid_parenthesization(f: Function, rng: Random) -> bool:
    parens = rest = _word(rng, 12, "()")
    if rng.random() < 0.5:
        parens = rest = parens + ")" * max(0, parens.count("(") - parens.count(")"))
    while "()" in rest:
        rest = rest.replace("()", "")
    return bool(f(parens)) == (rest == "")


def kheapsort(f: Function, rng: Random) -> bool:
    ordered = sorted(rng.sample(range(-50, 50), rng.randrange(12)))
    arr = sorted(ordered, key=lambda x: ordered.index(x) + rng.random() * 4)
    k = max((abs(i - ordered.index(x)) for i, x in enumerate(arr)), default=0)
    return list(f(arr, k)) == ordered


def knapsack(f: Function, rng: Random) -> bool:
    items = [(rng.randrange(1, 12), rng.randrange(1, 20)) for _ in range(rng.randrange(7))]
    capacity = rng.randrange(30)
    best = 0
    for count in range(len(items) + 1):
        for chosen in itertools.combinations(items, count):
            if sum(weight for weight, _ in chosen) <= capacity:
                best = max(best, sum(value for _, value in chosen))
    return bool(f(capacity, items) == best)


def kth(f: Function, rng: Random) -> bool:
    arr = [rng.randrange(10), *_numbers(rng, 10, 10)]
    k = rng.randrange(len(arr))
    return bool(f(list(arr), k) == sorted(arr)[k])


def lcs_length(f: Function, rng: Random) -> bool:
    s, t = _word(rng, 10), _word(rng, 10)
    pieces = [s[i:j] for i in range(len(s)) for j in range(i + 1, len(s) + 1)]
    return bool(f(s, t) == max((len(piece) for piece in pieces if piece in t), default=0))


def _distance(source: str, target: str) -> int:
    row = list(range(len(target) + 1))
    for i, a in enumerate(source, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(target, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def levenshtein(f: Function, rng: Random) -> bool:
    source, target = _word(rng, 6), _word(rng, 6)
    return bool(f(source, target) == _distance(source, target))


def lis(f: Function, rng: Random) -> bool:
    arr = rng.sample(range(-30, 30), rng.randrange(12))
    ends: list[int] = []
    for value in arr:
        place = bisect_left(ends, value)
        ends[place : place + 1] = [value]
    return bool(f(arr) == len(ends))


def longest_common_subsequence(f: Function, rng: Random) -> bool:
    a, b = _word(rng, 8), _word(rng, 8)
    lengths = range(len(a), -1, -1)
    best = next(
        n for n in lengths if any(_is_subsequence(p, b) for p in itertools.combinations(a, n))
    )
    found = f(a, b)
    return len(found) == best and _is_subsequence(found, a) and _is_subsequence(found, b)


def max_sublist_sum(f: Function, rng: Random) -> bool:
    arr = [rng.randrange(-9, 10) for _ in range(rng.randrange(10))]
    ends = range(len(arr) + 1)
    return bool(f(list(arr)) == max(sum(arr[i:j]) for j in ends for i in range(j + 1)))


def mergesort(f: Function, rng: Random) -> bool:
    arr = _numbers(rng, 14, 10)
    return bool(f(list(arr)) == sorted(arr))


def next_palindrome(f: Function, rng: Random) -> bool:
    half = str(rng.randrange(1, 10 ** rng.randrange(1, 4)))
    half = "9" * len(half) if rng.random() < 0.3 else half
    text = half + (half[::-1] if rng.random() < 0.5 else half[-2::-1])
    following = int(text) + 1
    while str(following) != str(following)[::-1]:
        following += 1
    return bool(f([int(digit) for digit in text]) == [int(digit) for digit in str(following)])


def next_permutation(f: Function, rng: Random) -> bool:
    arr = rng.sample(range(20), rng.randrange(2, 6))
    ordered = sorted(itertools.permutations(arr))
    place = ordered.index(tuple(arr))
    if place == len(ordered) - 1:
        return True
    return bool(list(f(list(arr))) == list(ordered[place + 1]))


def pascal(f: Function, rng: Random) -> bool:
    n = rng.randrange(1, 25)
    return bool(f(n) == [[math.comb(row, i) for i in range(row + 1)] for row in range(n)])


def possible_change(f: Function, rng: Random) -> bool:
    coins = rng.sample(range(1, 12), rng.randrange(1, 5))
    total = rng.randrange(30)
    ways = [1] + [0] * total
    for coin in coins:
        for amount in range(coin, total + 1):
            ways[amount] += ways[amount - coin]
    return bool(f(list(coins), total) == ways[total])


def powerset(f: Function, rng: Random) -> bool:
    arr = rng.sample(string.ascii_lowercase, rng.randrange(6))
    expected = [
        list(c) for n in range(len(arr) + 1) for c in itertools.combinations(sorted(arr), n)
    ]
    return sorted(sorted(subset) for subset in f(list(arr))) == sorted(expected)


def quicksort(f: Function, rng: Random) -> bool:
    arr = _numbers(rng, 14, 10)
    return bool(f(list(arr)) == sorted(arr))


def _formula(rng: Random, depth: int) -> tuple[list[float | str], float]:
    if depth == 0 or rng.random() < 0.2:
        value = float(rng.randrange(1, 10))
        return [value], value
    left, a = _formula(rng, depth - 1)
    right, b = _formula(rng, depth - 1)
    symbol = rng.choice("+-*/" if abs(b) > 1e-9 else "+-*")
    results = {"+": a + b, "-": a - b, "*": a * b}
    return [*left, *right, symbol], results[symbol] if symbol in results else a / b


def rpn_eval(f: Function, rng: Random) -> bool:
    tokens, value = _formula(rng, 3)
    return math.isclose(f(list(tokens)), value, rel_tol=1e-9, abs_tol=1e-9)


def _postfix(tokens: list[int | str]) -> list[int | str]:
    for symbols in ("+-", "*/"):
        for place in range(len(tokens) - 1, -1, -1):
            token = tokens[place]
            if isinstance(token, str) and token in symbols:
                return [*_postfix(tokens[:place]), *_postfix(tokens[place + 1 :]), token]
    return tokens


def shunting_yard(f: Function, rng: Random) -> bool:
    tokens: list[int | str] = [rng.randrange(50)]
    for _ in range(rng.randrange(7)):
        tokens += [rng.choice("+-*/"), rng.randrange(50)]
    tokens = tokens if rng.random() < 0.95 else []
    return bool(f(list(tokens)) == _postfix(tokens))


def sieve(f: Function, rng: Random) -> bool:
    top = rng.randrange(1, 150)
    expected = [n for n in range(2, top + 1) if all(n % d for d in range(2, n))]
    return bool(f(top) == expected)


def sqrt(f: Function, rng: Random) -> bool:
    x, epsilon = 1 + rng.random() * 10 ** rng.randrange(4), 10 ** -rng.randrange(1, 6)
    return bool(abs(f(x, epsilon) - math.sqrt(x)) <= epsilon)


def subsequences(f: Function, rng: Random) -> bool:
    a = rng.randrange(-3, 6)
    b = a + rng.randrange(7)
    k = rng.randrange(1, 6)
    return [list(s) for s in f(a, b, k)] == [
        list(c) for c in itertools.combinations(range(a, b), k)
    ]


def to_base(f: Function, rng: Random) -> bool:
    base = rng.randrange(2, 37)
    number = rng.randrange(1, 10 ** rng.randrange(1, 9))
    text = f(number, base)
    return text == text.upper() and text[0] != "0" and int(text, base) == number


def _greedy(words: list[str], cols: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= cols:
            lines[-1] += " " + word
        else:
            lines.append(" " + word)
    return lines


def wrap(f: Function, rng: Random) -> bool:
    cols = rng.randrange(2, 15)
    if rng.random() < 0.15:
        text = "x" * rng.randrange(1, 40)
        expected = [text[i : i + cols] for i in range(0, len(text), cols)]
    else:
        words = ["x" * rng.randrange(1, cols) for _ in range(rng.randrange(1, 9))]
        text, expected = " ".join(words), _greedy(words, cols)
    return bool(f(text, cols) == expected)
