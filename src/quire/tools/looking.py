"""The small tools that change nothing: pages of output, images, plans."""

from __future__ import annotations

from quire.errors import UsageError
from quire.protocol.items import FunctionCall, Part
from quire.tools import arguments, images, plans
from quire.tools.hands import Hands
from quire.tools.replies import Reply, Stream


async def read_output(hands: Hands, call: FunctionCall) -> Stream:
    """Answer with one page of an output that was shortened."""
    asked = arguments.parse(call.arguments, arguments.Page)
    yield Reply(hands.outputs.page(asked.id, asked.page))


async def view_image(hands: Hands, call: FunctionCall) -> Stream:
    """Answer with an image of the workspace as an `input_image` part."""
    path = arguments.parse(call.arguments, arguments.Image).path
    file = hands.workspace / hands.relative(path)
    if file.is_file():
        images.check_source(file.stat().st_size, path, hands.settings.image_bytes)
    data = hands.read(hands.relative(path))
    if data is None:
        raise UsageError(
            f"'path' is {path!r}; there is no such file in the workspace.", param="path"
        )
    url = images.data_url(data, path, hands.settings.image_bytes)
    yield Reply((Part(type="input_image", image_url=url),))


async def update_plan(hands: Hands, call: FunctionCall) -> Stream:
    """Answer that a plan was taken note of; whoever shows the call shows the plan."""
    yield Reply(plans.check(arguments.parse(call.arguments, plans.PlanUpdate)))


async def unknown(name: str) -> Stream:
    """Answer that there is no such tool."""
    yield Reply(f"unsupported call: {name}", failed=True)
