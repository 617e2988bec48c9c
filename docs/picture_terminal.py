"""Draw docs/guides/terminal.svg from a real run: the terminal UI fixes the example."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from quire.cli.options import Order
from quire.cli.tui_app import Terminal

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "guides" / "terminal.svg"
ORDER = "make the tests pass"
_FETCHED = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


async def drawn(folder: Path) -> str:
    """Return the screen after the run as SVG; it names no font that would be fetched."""
    app = Terminal(Order(prompt="", directory=folder))
    async with app.run_test(size=(90, 30)) as pilot:
        while app.desk is None:
            await pilot.pause(0.1)
        app.prompt.insert(ORDER)
        await pilot.press("enter")
        while app.working or app.queue:
            await pilot.pause(0.1)
        await pilot.pause(0.5)
        picture = app.export_screenshot(title="quire")
    if app.desk.session is not None:
        app.desk.close()
    picture = _FETCHED.sub("", picture).replace("Fira Code", "ui-monospace")
    return picture.replace(str(folder.parent), "~")


def main() -> None:
    """Run and draw."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve() / "parcels"
        shutil.copytree(ROOT / "examples" / "parcels", folder)
        os.environ["QUIRE_HOME"] = f"{place}/home"
        PICTURE.write_text(asyncio.run(drawn(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
