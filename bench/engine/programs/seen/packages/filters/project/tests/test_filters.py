from minitpl import Template


def render(source, **values):
    return Template(source).render(**values)


def test_default():
    assert render("{{ a|default:'-' }}") == "-"
    assert render("{{ a|default:'-' }}", a=None) == "-"
    assert render("{{ a|default:'-' }} items", a=0) == "0 items"


def test_truncate():
    assert render("{{ t|truncate:10 }}", t="short text") == "short text"
    assert render("{{ t|truncate:8 }}", t="a longer text") == "a lon..."


def test_join():
    assert render("{{ xs|join }}", xs=[1, "<"]) == "1, &lt;"
    assert render("{{ xs|sort|join:'-' }}", xs=[3, 1, 2]) == "1-2-3"


def test_filters_in_a_row():
    assert render("{{ name|lower|truncate:6|upper }}", name="Alexander") == "ALE..."


def test_filter_with_name_as_argument():
    assert render("{{ nick|default:name }}", name="Ann") == "Ann"


def test_own_filter():
    assert Template("{{ 4|half }}", {"half": lambda v: v // 2}).render() == "2"
