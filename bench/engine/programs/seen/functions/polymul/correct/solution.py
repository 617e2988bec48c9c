from typing import Dict


def multiply(p: Dict[int, int], q: Dict[int, int]) -> Dict[int, int]:
    """Multiply two sparse polynomials given as {exponent: coefficient}.

    Terms whose coefficient becomes zero are dropped from the product.

    >>> multiply({1: 1, 0: 2}, {1: 3}) == {2: 3, 1: 6}
    True
    >>> multiply({1: 1, 0: 1}, {1: 1, 0: -1}) == {2: 1, 0: -1}
    True
    >>> multiply({4: 2}, {})
    {}
    """
    product: Dict[int, int] = {}
    for exp_p, coef_p in p.items():
        for exp_q, coef_q in q.items():
            exp = exp_p + exp_q
            product[exp] = product.get(exp, 0) + coef_p * coef_q
    return {exp: coef for exp, coef in product.items() if coef != 0}
