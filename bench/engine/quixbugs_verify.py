"""Proves the QuixBugs oracles: each rejects the original and accepts a corrected program.

`python -m bench.engine.quixbugs_verify FOLDER`
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.engine.tasks import oracle_outcome

# Program → the snippet at fault and one that is right.
FIXES = {
    "bitcount": ("n ^= n - 1", "n &= n - 1"),
    "breadth_first_search": ("while True:", "while queue:"),
    "bucketsort": ("enumerate(arr)", "enumerate(counts)"),
    "depth_first_search": (
        "            return any(",
        "            nodesvisited.add(node)\n            return any(",
    ),
    "detect_cycle": ("if hare.successor is None", "if hare is None or hare.successor is None"),
    "find_first_in_sorted": ("while lo <= hi", "while lo < hi"),
    "find_in_sorted": ("binsearch(mid, end)", "binsearch(mid + 1, end)"),
    "flatten": ("yield flatten(x)", "yield x"),
    "gcd": ("gcd(a % b, b)", "gcd(b, a % b)"),
    "get_factors": ("n // i)\n\n    return []", "n // i)\n\n    return [n]"),
    "hanoi": ("(start, helper))\n        steps.e", "(start, end))\n        steps.e"),
    "is_valid_parenthesization": ("    return True", "    return depth == 0"),
    "kheapsort": ("for x in arr:", "for x in arr[k:]:"),
    "knapsack": ("weight < j", "weight <= j"),
    "kth": ("kth(above, k)", "kth(above, k - num_lessoreq)"),
    "lcs_length": ("dp[i - 1, j] + 1", "dp[i - 1, j - 1] + 1"),
    "levenshtein": ("return 1 + levenshtein", "return levenshtein"),
    "lis": ("longest = length + 1", "longest = max(longest, length + 1)"),
    "longest_common_subsequence": ("(a[1:], b)\n\n", "(a[1:], b[1:])\n\n"),
    "max_sublist_sum": ("= max_ending_here + x", "= max(0, max_ending_here + x)"),
    "mergesort": ("len(arr) == 0", "len(arr) <= 1"),
    "minimum_spanning_tree": (
        "group_by_node[node].update(group_by_node[u])",
        "group_by_node[node] = group_by_node[u]",
    ),
    "next_palindrome": ("(len(digit_list)) * [0]", "(len(digit_list) - 1) * [0]"),
    "next_permutation": ("perm[j] < perm[i]", "perm[i] < perm[j]"),
    "pascal": ("range(0, r)", "range(0, r + 1)"),
    "possible_change": ("if total < 0:", "if total < 0 or not coins:"),
    "powerset": ("return [[first]", "return rest_subsets + [[first]"),
    "quicksort": ("x > pivot", "x >= pivot"),
    "reverse_linked_list": ("        node = nextnode", "        prevnode, node = node, nextnode"),
    "rpn_eval": ("op(token, a, b)", "op(token, b, a)"),
    "shortest_path_length": (
        "get(unvisited_nodes, nextnode) + length",
        "distance + length",
    ),
    "shortest_path_lengths": ("length_by_path[j, k]", "length_by_path[k, j]"),
    "shortest_paths": ("weight_by_edge[u, v] = min", "weight_by_node[v] = min"),
    "shunting_yard": (
        "                rpntokens.append(opstack.pop())\n\n",
        "                rpntokens.append(opstack.pop())\n            opstack.append(token)\n\n",
    ),
    "sieve": ("if any(n % p > 0", "if all(n % p > 0"),
    "sqrt": ("abs(x - approx)", "abs(x - approx * approx)"),
    "subsequences": ("return []", "return [[]]"),
    "to_base": ("result + alphabet[i]", "alphabet[i] + result"),
    "topological_ordering": ("nextnode.outgoing_nodes)", "nextnode.incoming_nodes)"),
    "wrap": ("    return lines", "    lines.append(text)\n    return lines"),
}


def problems(source: Path) -> list[str]:
    """Return what is wrong with the oracle of one program: nothing, if it can tell."""
    name = source.name
    buggy = source / f"{name}.py"
    text = buggy.read_text()
    old, new = FIXES[name]
    if text.count(old) != 1:
        return [f"{name}: the snippet occurs {text.count(old)} times"]
    found = []
    if oracle_outcome(name, buggy).code == 0:
        found.append(f"{name}: the original is accepted")
    with tempfile.TemporaryDirectory(prefix="quire-check-") as folder:
        corrected = Path(folder) / f"{name}.py"
        corrected.write_text(text.replace(old, new))
        outcome = oracle_outcome(name, corrected)
    if outcome.code != 0:
        found.append(f"{name}: the corrected program is rejected\n{outcome.output[-1500:]}")
    return found


def main() -> int:
    """Verify all oracles; exit code 1 if one is wrong."""
    sources = [Path(sys.argv[1]) / name for name in sorted(FIXES)]
    with ThreadPoolExecutor(2) as pool:
        found = [problem for one in pool.map(problems, sources) for problem in one]
    print("\n".join(found) or f"{len(sources)} oracles reject the original and accept the fix")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
