"""Draw docs/picture.svg from a real run: Quire fixes the example, in a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import sys
import tempfile
import termios
from html import escape
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "picture.svg"
ORDER = "make the tests pass"
COLUMNS = 96
# Pixels: the advance of a letter, the height of a row, the letter's size, the margins.
ADVANCE, ROW, SIZE, MARGIN, TOP = 8.43, 19, 14, 22, 58
COLOURS = {31: "#ff7b72", 32: "#56d364", 33: "#e3b341", 36: "#76c7f0"}
PLAIN, FAINT, BRIGHT, GROUND, BAR = "#c9d1d9", "#8b949e", "#f0f6fc", "#0d1117", "#161b22"
FONT = "ui-monospace,SFMono-Regular,Menlo,'DejaVu Sans Mono',Consolas,monospace"
_PIECES = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)")


class Style(NamedTuple):
    """How a letter looks: its colour and its weight."""

    colour: str = PLAIN
    bold: bool = False


class Cell(NamedTuple):
    """One letter of the terminal."""

    letter: str = " "
    style: Style = Style()


Row = list[Cell]


def capture() -> str:
    """Run Quire on a fresh copy of the example under a pseudo-terminal; return all it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples" / "parcels", Path(folder, "parcels"))
        pid, terminal = pty.fork()
        if pid == 0:
            _become_quire(Path(folder))
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        text = _whole(terminal).decode()
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
            raise SystemExit(f"picture: Quire did not fix the example:\n{text}")
        return text.replace(f"{os.path.realpath(folder)}/", "~/")


def _become_quire(folder: Path) -> None:
    os.chdir(folder / "parcels")
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "PYTHONPATH": str(ROOT / "src"),
        "QUIRE_HOME": str(folder / "home"),
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }
    os.execve(sys.executable, (sys.executable, "-m", "quire", ORDER), environment)


def _whole(terminal: int) -> bytes:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # Linux says so when the last writer has gone
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def rows_of(text: str) -> list[Row]:
    """Return the terminal's rows after `text`: colours, carriage returns and erasing obeyed."""
    rows: list[Row] = [[]]
    column, style = 0, Style()
    for numbers, command, control, letters in _PIECES.findall(text):
        if command == "m":
            style = _styled(style, numbers)
        elif command == "K":
            del rows[-1][column:]
        elif control == "\r":
            column = 0
        elif control == "\n":
            rows.append([])
            column = 0
        for letter in letters:
            if column == COLUMNS:
                rows.append([])
                column = 0
            rows[-1][column:] = [Cell(letter, style), *rows[-1][column + 1 :]]
            column += 1
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _styled(style: Style, numbers: str) -> Style:
    for number in map(int, (numbers or "0").split(";")):
        if number == 0:
            style = Style()
        elif number == 1:
            style = Style(BRIGHT if style.colour == PLAIN else style.colour, bold=True)
        elif number == 2:
            style = style._replace(colour=FAINT)
        elif number in COLOURS:
            style = style._replace(colour=COLOURS[number])
    return style


def drawn(rows: list[Row]) -> str:
    """Return rows as an SVG picture of a terminal window."""
    width, height = COLUMNS * ADVANCE + 2 * MARGIN, len(rows) * ROW + TOP + MARGIN - 6
    size = f'width="{width:.0f}" height="{height}"'
    dots = "".join(f'<circle cx="{MARGIN + 18 * n}" cy="18" r="5.5"/>' for n in range(3))
    lines = "\n".join(_line(row, TOP + ROW * number) for number, row in enumerate(rows) if row)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.0f} {height}" role="img">
<title>Quire fixes the example project</title>
<rect {size} rx="10" fill="{GROUND}"/>
<path d="M0 36V10A10 10 0 0 1 10 0H{width - 10:.0f}a10 10 0 0 1 10 10V36z" fill="{BAR}"/>
<g fill="#30363d">{dots}</g>
<text x="{width / 2:.0f}" y="23" fill="{FAINT}" font-family="{FONT}" font-size="13" \
text-anchor="middle">parcels</text>
<g font-family="{FONT}" font-size="{SIZE}" fill="{PLAIN}" xml:space="preserve">
{lines}
</g>
</svg>
"""


def _line(row: Row, y: int) -> str:
    spans: list[str] = []
    begin = 0
    while begin < len(row):
        end = begin
        while end < len(row) and row[end].style == row[begin].style:
            end += 1
        spans.append(
            _span("".join(cell.letter for cell in row[begin:end]), begin, row[begin].style)
        )
        begin = end
    return f'<text y="{y}">{"".join(spans)}</text>'


def _span(text: str, column: int, style: Style) -> str:
    """Return one piece at its column; its length is fixed, so that every font keeps the columns."""
    start = column + len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return ""
    look = "" if style.colour == PLAIN else f' fill="{style.colour}"'
    look += ' font-weight="bold"' if style.bold else ""
    place = f'x="{MARGIN + start * ADVANCE:.1f}" textLength="{len(text) * ADVANCE:.1f}"'
    return f"<tspan {place}{look}>{escape(text, quote=False)}</tspan>"


def main() -> None:
    """Capture a run and draw it."""
    prompt = f'\x1b[32m$\x1b[0m \x1b[1mquire "{ORDER}"\x1b[0m\r\n'
    PICTURE.write_text(drawn(rows_of(prompt + capture())), encoding="utf-8")


if __name__ == "__main__":
    main()
