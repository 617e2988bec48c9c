from solution import mask_email


def test_mask_email():
    assert mask_email("alice@Example.com") == "a***e@example.com"
    assert mask_email("bob@site.org") == "b*b@site.org"
    assert mask_email("bo@site.org") == "b*@site.org"
    assert mask_email("x@y.net") == "x@y.net"
