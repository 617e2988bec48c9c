PRICES = {"apple": 30, "bread": 250}


def price(article: str) -> int:
    if article not in PRICES:
        raise LookupError(f"no price for {article}")
    return PRICES[article]


def rounded(cents: int) -> int:
    return cents // 10 * 10
