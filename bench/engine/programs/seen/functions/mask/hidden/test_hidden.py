import pytest
from solution import mask_email


@pytest.mark.parametrize("address, want", [
    ("a@b.c", "a@b.c"),
    ("ab@b.c", "a*@b.c"),
    ("abc@b.c", "a*c@b.c"),
    ("abcd@b.c", "a**d@b.c"),
    ("First.Last@MAIL.Example.COM", "F********t@mail.example.com"),
    ("ZZ@ZZ.ZZ", "Z*@zz.zz"),
    ("aa@x.y", "a*@x.y"),
    ("A@X.Y", "A@x.y"),
    ("1234567890@n.io", "1********0@n.io"),
])
def test_cases(address, want):
    assert mask_email(address) == want


def test_lengths():
    for n in range(3, 30):
        name = "p" + "k" * (n - 2) + "w"
        assert mask_email(name + "@D.e") == "p" + "*" * (n - 2) + "w@d.e"
