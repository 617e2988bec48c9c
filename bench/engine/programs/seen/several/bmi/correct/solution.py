def bmi(weight, height_cm):
    """Body mass index: the weight (kg) divided by the square of the
    height in METRES, rounded to one decimal."""
    h = height_cm / 100
    result = weight / (h * h)
    return round(result, 1)


def category(value):
    """'underweight' below 18.5, 'normal' from 18.5 to below 25,
    'overweight' from 25 to below 30, 'obese' from 30."""
    if value >= 30:
        return "obese"
    elif value >= 25:
        return "overweight"
    elif value >= 18.5:
        return "normal"
    else:
        return "underweight"


def count_categories(people):
    """people is a list of (weight, height_cm). Returns a dictionary that
    tells how many people there are in each category (by their rounded
    bmi). Categories without people are not in it."""
    counts = {}
    for person in people:
        c = category(bmi(person[0], person[1]))
        if c in counts:
            counts[c] = counts[c] + 1
        else:
            counts[c] = 1
    return counts
