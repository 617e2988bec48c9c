"""Quotes: what a customer is told."""

from dataclasses import dataclass

from parcels.rates import price
from parcels.weights import charged_grams
from parcels.zones import zone


@dataclass(frozen=True)
class Quote:
    """The price of a journey, in cents."""

    origin: str
    destination: str
    cents: int

    def __str__(self):
        return f"{self.origin} to {self.destination}: {self.cents / 100:.2f}"


def quote(origin, destination, grams, size=None):
    """Return the quote for one parcel."""
    weight = charged_grams(grams, size)
    return Quote(origin, destination, price(zone(origin, destination), weight))


def round_trip(origin, destination, grams, size=None):
    """Return the cents for sending a parcel and sending it back."""
    there = quote(origin, destination, grams, size)
    back = quote(destination, origin, grams, size)
    return there.cents + back.cents
