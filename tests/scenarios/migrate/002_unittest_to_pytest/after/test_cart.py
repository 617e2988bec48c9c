import pytest


class TestCart:
    """About carts."""

    def setup_method(self):
        self.items = [1, 2]

    def test_sum(self):
        assert sum(self.items) == 3  # both
        assert (self.items or None), "empty"

    def test_error(self):
        with pytest.raises(ValueError) as caught:
            int("x")
        assert "x" in str(caught.value)
