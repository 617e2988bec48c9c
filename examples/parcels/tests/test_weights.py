import pytest

from parcels.weights import charged_grams


def test_the_heavier_of_weight_and_volume_counts():
    assert charged_grams(900) == 900
    assert charged_grams(900, (10, 10, 10)) == 900
    assert charged_grams(900, (100, 50, 10)) == 10000


def test_nothing_cannot_be_sent():
    with pytest.raises(ValueError):
        charged_grams(0)
