class Base:
    def setup_method(self):
        self.items = [1]


class TestItems(Base):
    def setup_method(self):
        super().setup_method()
        self.items.append(2)

    def test_sum(self):
        assert sum(self.items) == 3

    def test_each(self, subtests):
        for value in self.items:
            with subtests.test("positive", value=value):
                assert value > 0


class TestMore(TestItems):
    def test_length(self):
        assert len(self.items) == 2
