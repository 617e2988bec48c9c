"""An MCP server of the tests behind a login: `python mcp_locked.py PORT FOLDER`.

Who opens the login's address is let in at once. A file `revoked` in FOLDER ends the access tokens
that were given until then, and `strict` the refresh tokens; with `short` a token is said to last a
second. Each renewal is a line of the file `renewed`.
"""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path

from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    AuthorizationParams,
    OAuthAuthorizationServerProvider,
    RefreshToken,
    construct_redirect_uri,
)
from mcp.server.auth.settings import AuthSettings, ClientRegistrationOptions
from mcp.server.mcpserver import MCPServer
from mcp.shared.auth import OAuthClientInformationFull, OAuthToken
from pydantic import AnyHttpUrl

PORT, FOLDER = int(sys.argv[1]), Path(sys.argv[2])
SECONDS = 1 if (FOLDER / "short").exists() else 3600
Client = OAuthClientInformationFull


class Provider(OAuthAuthorizationServerProvider[AuthorizationCode, RefreshToken, AccessToken]):
    """Keeps all in memory."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}
        self.codes: dict[str, AuthorizationCode] = {}
        self.access: dict[str, AccessToken] = {}
        self.refresh: dict[str, RefreshToken] = {}

    async def get_client(self, client_id: str) -> Client | None:
        return self.clients.get(client_id)

    async def register_client(self, client_info: Client) -> None:
        self.clients[client_info.client_id] = client_info

    async def authorize(self, client: Client, params: AuthorizationParams) -> str:
        code = secrets.token_urlsafe()
        self.codes[code] = AuthorizationCode(
            code=code, client_id=client.client_id, scopes=params.scopes or [],
            expires_at=time.time() + 60, code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri, resource=params.resource,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
        )  # fmt: skip
        return construct_redirect_uri(str(params.redirect_uri), code=code, state=params.state)

    async def load_authorization_code(
        self, client: Client, authorization_code: str
    ) -> AuthorizationCode | None:
        return self.codes.get(authorization_code)

    async def exchange_authorization_code(
        self, client: Client, authorization_code: AuthorizationCode
    ) -> OAuthToken:
        del self.codes[authorization_code.code]
        return self._given(client, authorization_code.scopes)

    async def load_refresh_token(self, client: Client, refresh_token: str) -> RefreshToken | None:
        return None if (FOLDER / "strict").exists() else self.refresh.get(refresh_token)

    async def exchange_refresh_token(
        self, client: Client, refresh_token: RefreshToken, scopes: list[str]
    ) -> OAuthToken:
        with (FOLDER / "renewed").open("a") as file:
            file.write("once\n")
        (FOLDER / "revoked").unlink(missing_ok=True)
        del self.refresh[refresh_token.token]
        return self._given(client, scopes)

    async def load_access_token(self, token: str) -> AccessToken | None:
        if (FOLDER / "revoked").exists():
            self.access.clear()
        return self.access.get(token)

    async def revoke_token(self, token: AccessToken | RefreshToken) -> None:
        self.access.pop(token.token, None)
        self.refresh.pop(token.token, None)

    def _given(self, client: Client, scopes: list[str]) -> OAuthToken:
        access, refresh = secrets.token_urlsafe(), secrets.token_urlsafe()
        owner = client.client_id
        self.access[access] = AccessToken(token=access, client_id=owner, scopes=scopes)
        self.refresh[refresh] = RefreshToken(token=refresh, client_id=owner, scopes=scopes)
        return OAuthToken(access_token=access, refresh_token=refresh, expires_in=SECONDS)


ADDRESS = f"http://127.0.0.1:{PORT}"
server = MCPServer(
    "locked",
    log_level="ERROR",
    auth_server_provider=Provider(),
    auth=AuthSettings(
        issuer_url=AnyHttpUrl(ADDRESS),
        resource_server_url=AnyHttpUrl(f"{ADDRESS}/mcp"),
        client_registration_options=ClientRegistrationOptions(enabled=True),
        validate_token_resource=False,
    ),
)


@server.tool()
def secret() -> str:
    """Return what only people know who are logged in."""
    return "forty-two"


if __name__ == "__main__":
    server.run("streamable-http", port=PORT)
