"""Keys stay hidden, and addresses that cannot be used are refused with the next step."""

from __future__ import annotations

import msgspec
import pytest

from quire.errors import SettingsError
from quire.models.settings import Provider, Secret, Settings, provider_of

KEY = "sk-test-0123456789abcdef"


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("x", "Your input exceeds x.", "Your input exceeds [key]."),
        ("any", "Bearer any: many", "Bearer [key]: many"),
        ("sk-0123456789ab", "wask-0123456789abc", "wa[key]c"),
    ],
)
def test_a_key_is_hidden_and_words_are_not(key: str, text: str, told: str) -> None:
    assert Secret(key).hidden_in(text) == told


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(f" {KEY}\n")
    account = Provider(name="acme", base_url="http://x/v1", key=secret, headers={"api-key": KEY})
    shown = [repr(secret), str(secret), f"{secret}", repr(account), str(account)]
    assert [KEY in text for text in shown] == [False] * 5
    assert secret.reveal() == KEY
    with pytest.raises(TypeError):
        msgspec.json.encode(secret)


@pytest.mark.parametrize("key", ["sk-a\nb", "sk-a b", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_refused_unquoted(key: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Secret(key)
    assert raised.value.param == "key"
    assert key not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["localhost:8000", "ftp://x/v1", "http://", "https://me:pass@x/v1"]
)
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Provider(name="acme", base_url=address)
    assert raised.value.param == "base_url"
    assert "me:pass" not in str(raised.value)


def test_a_header_that_cannot_be_sent_is_refused() -> None:
    with pytest.raises(SettingsError) as raised:
        Provider(name="acme", base_url="http://x/v1", headers={"x-a": "secret\nvalue"})
    assert raised.value.message == "The header 'x-a' holds a character that cannot be sent."


def test_settings_become_a_provider_named_after_its_host() -> None:
    settings = msgspec.toml.decode('base_url = "http://gw.example/v1/"\n', type=Settings)
    account = provider_of(settings, KEY)
    assert account == Provider(name="gw.example", base_url="http://gw.example/v1/", key=Secret(KEY))
    assert account.address("responses") == "http://gw.example/v1/responses"
    assert provider_of(settings, " ").key is None
