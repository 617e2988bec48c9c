"""Prices for parcels between depots."""

from parcels.quote import Quote, quote, round_trip

__all__ = ["Quote", "quote", "round_trip"]
