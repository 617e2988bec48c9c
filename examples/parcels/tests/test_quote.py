import pytest

from parcels import quote, round_trip


def test_a_quote_reads_like_a_sentence():
    assert str(quote("harbour", "mill", 800)) == "harbour to mill: 4.30"


@pytest.mark.parametrize(
    ("destination", "cents"),
    [("harbour", 430), ("mill", 430), ("abbey", 505), ("quarry", 775), ("summit", 920)],
)
def test_the_price_grows_with_the_distance(destination, cents):
    assert quote("harbour", destination, 1000).cents == cents


def test_big_and_light_parcels_pay_for_their_size():
    assert quote("harbour", "abbey", 500, (50, 40, 30)).cents == 450 + 55 * 12


def test_a_parcel_can_be_sent_back():
    assert quote("summit", "quarry", 1000).cents == 505


def test_a_round_trip_costs_the_same_both_ways():
    assert round_trip("mill", "summit", 2500) == round_trip("summit", "mill", 2500)


def test_a_round_trip_is_twice_the_journey():
    assert round_trip("harbour", "quarry", 1000) == 2 * 775
