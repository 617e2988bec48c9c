"""Every error that Quire raises on purpose, as one tree.

    QuireError
    ├── UsageError             a flag, a setting or a request that cannot be used as given
    │   ├── InvalidRequest     a protocol request that breaks a rule of the wire
    │   └── SettingsError      a configuration file or variable with a wrong value
    ├── PatchError             a patch that cannot be read or does not match its file
    ├── RefusedError           policy, approval or a limit says no
    │   └── SandboxUnavailable no walls can be put up on this machine
    ├── UpstreamError          an upstream answered with a failure or with nothing usable
    │   ├── ContextTooLong     the upstream says that the input does not fit
    │   ├── TokensLimited      so many tokens a minute are not allowed, here or at the upstream
    │   └── StreamBroken       an answer began and did not end
    └── StoreError             a file of Quire's own cannot be read or written

Failures of tools (a command that exits 1, a patch that does not apply) are output items
which a model reads, not errors.
"""

from __future__ import annotations

from typing import ClassVar


class QuireError(Exception):
    """Something that Quire refuses or cannot do, with the next step in `hint`.

    `code` is the machine's word, `status` the HTTP status, `param` the field at fault.
    """

    code: str = "internal_error"
    status: int = 500
    retryable: bool = False
    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        param: str | None = None,
        code: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.param = param
        if code is not None:
            self.code = code
        if status is not None:
            self.status = status


class UsageError(QuireError):
    """A flag, a setting or a request cannot be used as given."""

    code = "invalid_value"
    status = 400
    exit_code = 2


class InvalidRequest(UsageError):
    """A protocol request breaks a rule of the wire."""

    code = "invalid_request"


class SettingsError(UsageError):
    """A configuration file or variable holds a value that cannot be used."""

    code = "invalid_setting"


class PatchError(QuireError):
    """A patch cannot be read, or does not match the file it names."""

    code = "invalid_patch"
    status = 400


class RefusedError(QuireError):
    """Policy, approval or a limit says no."""

    code = "refused"
    status = 403
    exit_code = 3


class SandboxUnavailable(RefusedError):
    """No walls can be put up on this machine, so nothing is run."""

    code = "sandbox_unavailable"


class UpstreamError(QuireError):
    """An upstream answered with a failure, or with nothing usable.

    `retry_after` is the wait in seconds that the upstream asked for, if it did; `provider` names
    the upstream whose words these are, where they are one's.
    """

    code = "upstream_error"
    status = 502
    retryable = True
    exit_code = 4
    provider: str = ""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        code: str | None = None,
        status: int | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code, status=status)
        if retryable is not None:
            self.retryable = retryable
        self.retry_after = retry_after


class ContextTooLong(UpstreamError):
    """The upstream says that the input does not fit into the model's window."""

    code = "context_length_exceeded"
    status = 400
    retryable = False


class TokensLimited(UpstreamError):
    """So many tokens a minute are not allowed, here or at the upstream."""

    code = "rate_limit_exceeded"
    status = 429


class StreamBroken(UpstreamError):
    """An answer began and did not end, or held bytes that are not the protocol."""

    code = "stream_broken"


class StoreError(QuireError):
    """A file of Quire's own cannot be read or written."""

    code = "store_error"


def shortened(words: str, most: int = 100) -> str:
    """Return words of somebody else's as an error quotes them: no longer than `most` characters.

    What is cut says how long it was.
    """
    return words if len(words) <= most else f"{words[:most]}… ({len(words):,} characters)"


def error_body(error: QuireError) -> dict[str, dict[str, str | None]]:
    """Return the JSON body of an API answer that reports `error` (responses-api, errors)."""
    kind = "invalid_request_error" if error.status < 500 else "server_error"
    return {
        "error": {
            "message": error.message,
            "type": kind,
            "param": error.param,
            "code": error.code,
        }
    }


def exit_code(error: QuireError) -> int:
    """Return the process exit code: 1 not achieved, 2 usage, 3 refused, 4 upstream."""
    return type(error).exit_code
