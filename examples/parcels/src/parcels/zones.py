"""Zones: how many bands of distance lie between two depots."""

from parcels.depots import kilometre_of

BAND = 50  # kilometres


def distance(origin, destination):
    """Return the kilometres between two depots."""
    return kilometre_of(destination) - kilometre_of(origin)


def zone(origin, destination):
    """Return the zone of a journey: 0 within one band, 1 in the next, and so on."""
    return distance(origin, destination) // BAND
