import pytest

from urlroutes import NotAllowed, NotFound, Router


@pytest.fixture
def router():
    router = Router("/api")

    @router.route("/users/<name>")
    def user(query, name):
        return "user " + name

    @router.route("/users/me")
    def me(query):
        return "me"

    @router.route("/users/<name>", methods=["put", "delete"], name="change")
    def change_user(query, name):
        return "changed " + name

    @router.route("/files/<path:file>")
    def download(query, file):
        return file, query

    return router


def test_dispatch(router):
    assert router.dispatch("GET", "/api/users/bob") == "user bob"
    assert router.dispatch("put", "/api/users/bob") == "changed bob"
    assert router.dispatch("GET", "/api/files/a/b.txt?v=2#x") == ("a/b.txt", {"v": ["2"]})


def test_fixed_paths_win(router):
    assert router.dispatch("GET", "/api/users/me") == "me"


def test_errors(router):
    with pytest.raises(NotFound):
        router.resolve("GET", "/users/bob")
    with pytest.raises(NotAllowed) as caught:
        router.resolve("POST", "/api/users/bob")
    assert caught.value.allowed == ["DELETE", "GET", "PUT"]


def test_url_for(router):
    assert router.url_for("change", name="al") == "/api/users/al"
    assert router.url_for("me") == "/api/users/me"
    with pytest.raises(NotFound):
        router.url_for("change_user", name="al")
    with pytest.raises(KeyError):
        router.url_for("user")


def test_decorator_returns_the_function():
    router = Router()

    @router.route("/x")
    def x(query):
        return 1

    assert x({}) == 1
