"""Prices of water."""
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money(amount):
    """Round to whole cents, half a cent up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


class Tariff:
    """A standing charge per day and prices per cubic metre in bands.

    `bands` is a list of (upper limit, price) in rising order: the water up to and
    including the limit that is above the limit before costs that price. The last
    limit must be None (no limit).
    """

    def __init__(self, standing, bands, vat="0.10"):
        self.standing = Decimal(standing)
        self.bands = [(limit, Decimal(price)) for limit, price in bands]
        self.vat = Decimal(vat)
        limits = [limit for limit, _ in self.bands]
        if not limits or limits[-1] is not None or None in limits[:-1]:
            raise ValueError("exactly the last band must be open")
        if any(a >= b for a, b in zip([0] + limits[:-1], limits[:-1])):
            raise ValueError("limits must rise")

    def water(self, m3):
        """Price of an amount of water, neither rounded nor with VAT."""
        cost = Decimal(0)
        lower = 0
        for limit, price in self.bands:
            upper = m3 if limit is None else min(m3, limit)
            if upper <= lower:
                break
            cost += (upper - lower) * price
            lower = upper
        return cost

    def net(self, m3, days):
        """Water and standing charge in whole cents, without VAT."""
        return money(self.water(m3) + self.standing * days)

    def tax(self, net):
        """VAT on a net amount, in whole cents."""
        return money(net * self.vat)
