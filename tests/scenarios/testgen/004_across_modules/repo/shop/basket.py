from shop.prices import price, rounded


def total(articles: list[str], discount: bool = False) -> int:
    cents = sum(price(article) for article in articles)
    return rounded(cents // 2) if discount else cents
