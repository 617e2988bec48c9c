"""The weight that is charged: real or volumetric, whichever is more."""

CUBIC_CM_PER_KILO = 5000


def charged_grams(grams, size=None):
    """Return the grams to charge for a parcel of a weight and a size in centimetres."""
    if grams <= 0:
        raise ValueError("a parcel weighs more than nothing")
    if size is None:
        return grams
    length, width, height = size
    volumetric = length * width * height * 1000 // CUBIC_CM_PER_KILO
    return max(grams, volumetric)
