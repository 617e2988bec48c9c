"""Credentials that a client brings for one call: its own account at an upstream.

They come in the header `x-byok-PROVIDER`, or in the body as Vercel's clients send them
(`providerOptions.gateway.byok`). They are taken out of the request before anything else reads
it, and live as long as the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from quire.errors import InvalidRequest, SettingsError
from quire.models.settings import Secret
from quire.protocol.requests import Request

PREFIX = "x-byok-"
_PARAM = "providerOptions.gateway.byok"
_NAMES = ("apiKey", "api_key", "key")
Own = Mapping[str, Secret]


def brought(headers: Mapping[str, str]) -> dict[str, Secret]:
    """Return the credentials in the headers of a request, by provider. Raises InvalidRequest."""
    return {
        name.removeprefix(PREFIX): _secret(value, name)
        for name, value in headers.items()
        if name.startswith(PREFIX)
    }


def taken_out(request: Request) -> tuple[Request, dict[str, Secret]]:
    """Return a request without the credentials in its body, and these by provider.

    Raises InvalidRequest, which quotes none of them.
    """
    options = request.rest.get("providerOptions")
    gateway = options.get("gateway") if isinstance(options, Mapping) else None
    if not isinstance(options, Mapping) or not isinstance(gateway, Mapping):
        return request, {}
    if "byok" not in gateway:
        return request, {}
    rest = {name: value for name, value in gateway.items() if name != "byok"}
    cleaned = {**request.rest, "providerOptions": {**options, "gateway": rest}}
    return msgspec.structs.replace(request, rest=cleaned), dict(_listed(gateway["byok"]))


def _listed(byok: object) -> Iterator[tuple[str, Secret]]:
    if not isinstance(byok, Mapping):
        raise _unreadable("must be an object of credentials by provider")
    for provider, credentials in byok.items():
        first = credentials[0] if isinstance(credentials, list) and credentials else credentials
        if not isinstance(first, Mapping):
            raise _unreadable("must hold a list of credentials for each provider")
        key = next((first[name] for name in _NAMES if isinstance(first.get(name), str)), "")
        if not key:
            raise _unreadable("must hold an 'apiKey' in each credential")
        yield str(provider).lower(), _secret(str(key), _PARAM)


def _secret(text: str, param: str) -> Secret:
    try:
        made = Secret(text)
    except SettingsError as error:
        raise InvalidRequest(error.message, hint=error.hint, param=param) from None
    if not made.reveal():
        raise InvalidRequest("The credential is empty.", param=param, code="invalid_value")
    return made


def _unreadable(fault: str) -> InvalidRequest:
    return InvalidRequest(
        f"Invalid value for '{_PARAM}': it {fault}.",
        hint='Write it as {"openai": [{"apiKey": "sk-…"}]}.',
        param=_PARAM,
        code="invalid_type",
    )


def refuse_kept(own: Own, *, background: bool) -> None:
    """Refuse credentials that would have to be kept for later. Raises InvalidRequest."""
    if own and background:
        raise InvalidRequest(
            "A background answer cannot use a credential of the client's: it would be stored.",
            hint="Leave 'background' out, or the credential.",
            param="background",
            code="byok_not_stored",
        )


def refuse_unmarked(own: Own, marked: tuple[str, ...] | None) -> None:
    """Refuse credentials under zero data retention at providers that are not `marked`.

    None for `marked` says that nothing was promised. Raises InvalidRequest.
    """
    unmarked = [] if marked is None else sorted(set(own).difference(marked))
    if unmarked:
        raise InvalidRequest(
            "Zero data retention cannot be promised for the client's own account at "
            f"{', '.join(unmarked)}.",
            hint="Leave the credential out, or let the gateway's owner list the provider in "
            "gateway.byok_zdr.",
            param="byok",
            code="zero_data_retention",
        )
