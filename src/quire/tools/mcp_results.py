"""The result of an MCP tool as a model reads it: text of the usual length, and images."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

import msgspec

from quire.errors import UsageError
from quire.protocol.items import FunctionCall, Part
from quire.tools import images
from quire.tools.hands import Hands
from quire.tools.replies import Reply
from quire.tools.truncation import clip

if TYPE_CHECKING:
    from mcp.types import CallToolResult, ContentBlock


def reply(hands: Hands, call: FunctionCall, result: CallToolResult) -> Reply:
    """Return what the model is told; what is cut from a long text can be read by pages."""
    limit = hands.settings.image_bytes
    shown = [_shown(block, limit) for block in result.content]
    texts = [piece for piece in shown if isinstance(piece, str)]
    parts = tuple(piece for piece in shown if isinstance(piece, Part))
    structured = result.structured_content
    if structured is not None and not _repeats(texts, structured):
        texts.append(msgspec.json.encode(structured).decode())
    text = clipped(hands, call.call_id, "\n".join(texts) or ("" if parts else "(no output)"))
    if result.is_error:
        text = f"The tool reports an error:\n{text}"
    content = (Part(type="input_text", text=text), *parts) if parts and text else parts or text
    return Reply(content, failed=result.is_error)


def clipped(hands: Hands, call_id: str, text: str) -> str:
    """Return text of the length of a result; a longer one is kept whole to be read by pages."""
    data = text.encode("utf-8", "replace")
    room = hands.settings.room
    if len(data) <= room:
        return data.decode()
    kept, _ = hands.outputs.logs(call_id, 0, room)
    kept.add(data)
    return clip(kept.take(), room, hands.settings.page_bytes)


def _shown(block: ContentBlock, limit: int) -> str | Part:
    """Return a block as text or as an image; of what is neither, that it is there."""
    match block.type:
        case "text":
            return block.text
        case "image":
            return _image(block.data, limit)
        case "audio":
            return f"[audio, {block.mime_type}, which cannot be heard here]"
        case "resource_link":
            about = f": {block.description}" if block.description else ""
            return f"[resource {block.uri} ({block.name}){about}]"
        case "resource":
            text = getattr(block.resource, "text", None)
            kind = block.resource.mime_type or "binary"
            return text if isinstance(text, str) else f"[resource {block.resource.uri}, {kind}]"


def _image(data: str, limit: int) -> str | Part:
    try:
        url = images.data_url(base64.b64decode(data, validate=True), "image", limit)
    except (UsageError, binascii.Error) as error:
        return f"[an image that cannot be shown: {error}]"
    return Part(type="input_image", image_url=url)


def _repeats(texts: list[str], structured: object) -> bool:
    """Tell whether a text already says what the structured content says."""
    for text in texts:
        try:
            said = msgspec.json.decode(text)
        except msgspec.MsgspecError:
            said = text
        if structured in (said, {"result": said}):
            return True
    return len(texts) > 1 and structured == {"result": texts}
