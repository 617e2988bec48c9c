from solution import acronym


def test_acronym():
    assert acronym("Portable Network Graphics") == "PNG"
    assert acronym("first-in first-out") == "FFO"
    assert acronym("Bill of Rights") == "BR"
    assert acronym("The Lord of the Rings") == "TLR"
    assert acronym("") == ""
