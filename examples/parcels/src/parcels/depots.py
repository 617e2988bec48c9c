"""Where the depots are, along the line that the lorries drive."""

KILOMETRE = {
    "harbour": 0,
    "mill": 40,
    "abbey": 95,
    "quarry": 160,
    "summit": 230,
}


def kilometre_of(depot):
    """Return how far along the line a depot lies."""
    try:
        return KILOMETRE[depot.strip().lower()]
    except KeyError:
        raise ValueError(f"unknown depot: {depot!r}") from None
