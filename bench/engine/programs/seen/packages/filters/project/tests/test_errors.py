import pytest

from minitpl import Template, TemplateError


@pytest.mark.parametrize("source,line", [
    ("a\nb {{ x|nope }}", 2),
    ("{% if a %}\ntext", 1),
    ("a\n\n{% for x of y %}{% end %}", 3),
    ("{{ }}", 1),
])
def test_line_numbers(source, line):
    with pytest.raises(TemplateError) as info:
        Template(source)
    assert info.value.line == line


def test_tag_over_several_lines():
    with pytest.raises(TemplateError) as info:
        Template("one\n{{ a\n  |upper\n  |nope }}\nfive")
    assert info.value.line == 2


def test_unknown_tag():
    with pytest.raises(TemplateError):
        Template("{% while x %}{% end %}")


def test_stray_end():
    with pytest.raises(TemplateError):
        Template("text {% end %}")
