"""Items: the units of a conversation, as the Responses API has them.

A kind that Quire acts on is a struct here; every other kind is an `Other`. Either way the bytes
an item came in are kept, so what Quire does not know crosses it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar, get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType

from quire.errors import InvalidRequest

Status = Literal["in_progress", "completed", "incomplete"]
Json = Mapping[str, object]


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of content: text, image, file or refusal, told apart by `type`."""

    type: str
    text: str | UnsetType = UNSET
    refusal: str | UnsetType = UNSET
    image_url: str | UnsetType | None = UNSET
    file_id: str | UnsetType | None = UNSET
    detail: str | UnsetType | None = UNSET
    file_data: str | UnsetType | None = UNSET
    file_url: str | UnsetType | None = UNSET
    filename: str | UnsetType | None = UNSET
    annotations: tuple[Json, ...] | UnsetType | None = UNSET
    logprobs: tuple[Json, ...] | UnsetType | None = UNSET


Content = str | tuple[Part, ...]


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", dict=True):
    """One unit of a conversation; `wire()` is its JSON, byte for byte as received."""

    id: str | None = None

    def wire(self) -> bytes:
        """Return the item's JSON object: the received bytes, or a fresh rendering."""
        received = self.__dict__.get("received")
        return received if isinstance(received, bytes) else msgspec.json.encode(self)


class Message(Item, frozen=True, kw_only=True, tag="message"):
    """Words of a user, an assistant, a system or a developer."""

    role: Literal["user", "assistant", "system", "developer"]
    content: Content
    status: Status | None = None
    phase: str | None = None


class Reasoning(Item, frozen=True, kw_only=True, tag="reasoning"):
    """What a model tells of its thinking; the opaque part must be sent back unchanged."""

    summary: tuple[Part, ...]
    content: tuple[Part, ...] | None = None
    encrypted_content: str | None = None
    status: Status | None = None


class FunctionCall(Item, frozen=True, kw_only=True, tag="function_call"):
    """A call of a function tool; `arguments` is JSON text."""

    call_id: str
    name: str
    arguments: str
    namespace: str | None = None
    status: Status | None = None


class FunctionCallOutput(Item, frozen=True, kw_only=True, tag="function_call_output"):
    """The result of a function call."""

    call_id: str
    output: Content
    status: Status | None = None


class CustomToolCall(Item, frozen=True, kw_only=True, tag="custom_tool_call"):
    """A call of a custom tool; `input` is raw text, not JSON."""

    call_id: str
    name: str
    input: str
    namespace: str | None = None
    status: Status | None = None


class CustomToolCallOutput(Item, frozen=True, kw_only=True, tag="custom_tool_call_output"):
    """The result of a custom tool call."""

    call_id: str
    output: Content
    status: Status | None = None


class ShellAction(Struct, frozen=True, kw_only=True):
    """Independent commands of one call; times in milliseconds, lengths in characters."""

    commands: tuple[str, ...]
    timeout_ms: int | None = None
    max_output_length: int | None = None


class ShellCall(Item, frozen=True, kw_only=True, tag="shell_call"):
    """A wish to run commands on the client's machine."""

    call_id: str
    action: ShellAction
    environment: Json | None = None
    status: Status | None = None


class Exit(Struct, frozen=True, tag_field="type", tag="exit"):
    """A command ended by itself."""

    exit_code: int


class Timeout(Struct, frozen=True, tag_field="type", tag="timeout"):
    """A command was stopped by its time limit."""


class ShellResult(Struct, frozen=True, kw_only=True):
    """What one command of a shell call printed, and how it ended."""

    stdout: str
    stderr: str
    outcome: Exit | Timeout


class ShellCallOutput(Item, frozen=True, kw_only=True, tag="shell_call_output"):
    """The results of a shell call, one a command, in order."""

    call_id: str
    output: tuple[ShellResult, ...]
    max_output_length: int | None = None
    status: Status | None = None


class CreateFile(Struct, frozen=True, tag_field="type", tag="create_file"):
    """Make a file; every line of `diff` begins with a plus sign."""

    path: str
    diff: str


class UpdateFile(Struct, frozen=True, tag_field="type", tag="update_file"):
    """Change a file by the hunks of `diff` (V4A, without an envelope)."""

    path: str
    diff: str


class DeleteFile(Struct, frozen=True, tag_field="type", tag="delete_file"):
    """Remove a file."""

    path: str


Operation = CreateFile | UpdateFile | DeleteFile


class ApplyPatchCall(Item, frozen=True, kw_only=True, tag="apply_patch_call"):
    """A wish to change one file."""

    call_id: str
    operation: Operation
    status: Literal["in_progress", "completed"] | None = None


class ApplyPatchCallOutput(Item, frozen=True, kw_only=True, tag="apply_patch_call_output"):
    """Whether the change was made; on failure `output` says why."""

    call_id: str
    status: Literal["completed", "failed"]
    output: str | None = None


class LocalShellCall(Item, frozen=True, kw_only=True, tag="local_shell_call"):
    """The older wish to run one command, given as an argument list."""

    call_id: str
    action: Json
    status: Status | None = None


class LocalShellCallOutput(Item, frozen=True, kw_only=True, tag="local_shell_call_output"):
    """The output of a local shell call, as text."""

    output: str
    call_id: str | None = None
    status: Status | None = None


class Compaction(Item, frozen=True, kw_only=True, tag="compaction"):
    """Older context in a form that only its maker can read."""

    encrypted_content: str


class ItemReference(Item, frozen=True, kw_only=True, tag="item_reference"):
    """The id of an item that the server has stored."""


class Other(Item, frozen=True, kw_only=True, tag="other"):
    """An item of a kind that Quire carries and does not read; `kind` is its wire type."""

    kind: str


Known = (
    Message
    | Reasoning
    | FunctionCall
    | FunctionCallOutput
    | CustomToolCall
    | CustomToolCallOutput
    | ShellCall
    | ShellCallOutput
    | ApplyPatchCall
    | ApplyPatchCallOutput
    | LocalShellCall
    | LocalShellCallOutput
    | Compaction
    | ItemReference
)
Call = FunctionCall | CustomToolCall | ShellCall | ApplyPatchCall | LocalShellCall
Output = (
    FunctionCallOutput
    | CustomToolCallOutput
    | ShellCallOutput
    | ApplyPatchCallOutput
    | LocalShellCallOutput
)

_CALLS, _OUTPUTS = get_args(Call), get_args(Output)
_KINDS: dict[str, type[Item]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Known)}
_ItemT = TypeVar("_ItemT", bound=Item)

# What reading JSON can raise: a wrong shape, text that is not UTF-8, nesting without end.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Head(Struct, frozen=True):
    type: str | None = None
    role: str | None = None
    id: str | None = None


def read_item(data: bytes | msgspec.Raw, *, param: str = "input") -> Item:
    """Read one item from its JSON object; unknown kinds and fields are kept whole.

    An object with `role` and no `type` is a message, one with only `id` an item reference
    (responses-api, input). Raises InvalidRequest that names the field below `param`.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
        name = head.type or ("message" if head.role else "item_reference" if head.id else "")
        if not name:
            raise InvalidRequest(
                f"{param} has neither 'type' nor 'role'.",
                hint="Give each item a 'type', for example 'message'.",
                param=param,
                code="missing_required_parameter",
            )
        kind = _KINDS.get(name)
        item = (
            Other(kind=name, id=head.id)
            if kind is None
            else msgspec.json.decode(data if head.type else _typed(data, name), type=kind)
        )
    except UNREADABLE as error:
        raise _invalid(error, param) from error
    item.__dict__["received"] = bytes(data)
    return item


def _typed(data: bytes | msgspec.Raw, name: str) -> bytes:
    return msgspec.json.encode({**msgspec.json.decode(data), "type": name})


# How the reader's words begin, and the API's code for such a fault.
_CODES = (
    ("Object missing required field", "missing_required_parameter"),
    ("Invalid enum value", "invalid_value"),
    ("Expected", "invalid_type"),
)


def fault_code(message: str) -> str:
    """Return the API's code for what the JSON reader says of a value."""
    return next((code for start, code in _CODES if message.startswith(start)), "invalid_value")


def unreadable(error: Exception, document: str) -> InvalidRequest:
    """Return what is wrong with a body that the JSON reader refused; `document` describes it."""
    message, _, path = str(error).partition(" - at `$")
    inside = path.rstrip("`").removeprefix(".")
    missing = message.partition("missing required field `")[2].rstrip("`")
    field = ".".join(part for part in (inside, missing) if part)
    said = f"Invalid value for '{field}': {message}." if field else f"Invalid body: {message}."
    return InvalidRequest(
        f"Missing required parameter: '{field}'." if missing else said,
        hint=f"Compare the body with {document}.",
        param=field or None,
        code=fault_code(message),
    )


def _invalid(error: Exception, param: str) -> InvalidRequest:
    message, _, path = str(error).partition(" - at `$")
    field = param + path.rstrip("`")
    return InvalidRequest(
        f"Invalid value for '{field}': {message}.",
        hint="See the item's shape.",
        param=field,
        code=fault_code(message),
    )


def changed(item: _ItemT, **fields: object) -> _ItemT:
    """Return `item` with other values for some fields; the fields Quire does not know stay."""
    whole = {**msgspec.json.decode(item.wire()), **fields}
    fresh = read_item(msgspec.json.encode(whole))
    if not isinstance(fresh, type(item)):
        raise TypeError(f"{item!r} became {fresh!r}")
    return fresh


def kind_of(item: Item) -> str:
    """Return the item's `type` on the wire."""
    return item.kind if isinstance(item, Other) else str(item.__struct_config__.tag)


def text_of(content: Content | Iterable[Part] | None) -> str:
    """Return the text of content or of a list of parts, joined; images and files give none."""
    if content is None or isinstance(content, str):
        return content or ""
    texts = (part.refusal if part.text is UNSET else part.text for part in content)
    return "".join(text for text in texts if isinstance(text, str))


def output_text(text: str) -> Part:
    """Return an `output_text` part with the empty lists that strict readers want."""
    return Part(type="output_text", text=text, annotations=(), logprobs=())


def user(text: str) -> Message:
    """Return a user's message."""
    return Message(role="user", content=(Part(type="input_text", text=text),))


def developer(text: str) -> Message:
    """Return a developer's message, which ranks above the user's."""
    return Message(role="developer", content=(Part(type="input_text", text=text),))


def answered(output: Output) -> str:
    """Return the id of the call that `output` answers; a local shell's may be its own id."""
    return output.call_id or output.id or ""


def pending_calls(items: Iterable[Item]) -> tuple[Call, ...]:
    """Return the client-run calls among `items` that have no output yet, in order."""
    calls: dict[str, Call] = {}
    for item in items:
        if isinstance(item, _CALLS):
            calls.setdefault(item.call_id, item)
        elif isinstance(item, _OUTPUTS):
            name = answered(item)
            own = (key for key, call in calls.items() if name in (key, call.id))
            calls.pop(next(own, name), None)
    return tuple(calls.values())
