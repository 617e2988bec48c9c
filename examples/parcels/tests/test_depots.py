import pytest

from parcels.depots import kilometre_of


def test_names_are_read_kindly():
    assert kilometre_of(" Abbey ") == 95


def test_unknown_depots_are_named():
    with pytest.raises(ValueError, match="moon"):
        kilometre_of("moon")
