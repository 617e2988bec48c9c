"""What a request demands of an answer's form, and the refusal where the engine cannot give it."""

from __future__ import annotations

from quire.engine.answers import Answer
from quire.engine.calling import demands_call
from quire.engine.conversation import Conversation
from quire.engine.reviews import Review
from quire.engine.shapes import lacking, schema_of, unfilled
from quire.engine.talk import MODEL
from quire.errors import InvalidRequest


def check_form(answer: Answer, conversation: Conversation) -> None:
    """Refuse a request whose tool choice or schema the answer does not follow.

    Once calls were made for the order, what came of them is told instead; so it is where another
    model is asked next. Raises InvalidRequest with `tool_choice` or `text.format`.
    """
    if conversation.deeds or conversation.passes_up:
        return
    if not answer.calls and demands_call(conversation.request.tool_choice):
        raise InvalidRequest(
            "Invalid value for 'tool_choice': it demands a call, and this engine has none to make "
            "for the order with the tools that it may use.",
            hint=f"Leave the choice to 'auto'; {MODEL}.",
            param="tool_choice",
            code="unsupported_value",
        )
    schema = schema_of(conversation.request.text)
    missing = schema and unfilled(schema, answer.verdict, Review.__struct_fields__)
    if missing:
        raise InvalidRequest(
            f"Invalid value for 'text.format': {lacking(missing)}",
            hint=f"Take the field out of 'required' or ask for text; {MODEL}.",
            param="text.format",
            code="unsupported_value",
        )
