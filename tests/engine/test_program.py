"""The packed program is put in place and run by a real shell."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from quire.engine.program import ABSENT, CHUNK, install, is_install, is_run, pack, run

MAIN = (
    "import sys\n\n\ndef main(arguments):\n    print(sys.flags.isolated, arguments)\n    return 3\n"
)
PACKED = pack({"main": MAIN})


def shell(
    command: str, folder: Path, program: Path | None = None
) -> subprocess.CompletedProcess[str]:
    offered = {} if program is None else {"QUIRE_WORKBENCH": str(program)}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("QUIRE_")}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder, env={**kept, "TMPDIR": str(folder), **offered},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_equal_sources_give_equal_bytes() -> None:
    assert pack({"b": "2", "main": MAIN}) == pack({"main.py": MAIN, "b.py": "2"})
    assert pack({"main": MAIN}) != pack({"main": MAIN + "\n"})


def _spoilt(packed: bytes, ending: str, path: Path) -> Path:
    """Write the program with one kind of its files made useless, as they are for others."""
    with zipfile.ZipFile(io.BytesIO(packed)) as found, zipfile.ZipFile(path, "w") as archive:
        for entry in found.infolist():
            kept = found.read(entry)
            archive.writestr(
                entry, b"\0" * 4 + kept[4:] if entry.filename.endswith(ending) else kept
            )
    return path


@pytest.mark.parametrize("useless", [".py", ".pyc"])
def test_bytecode_serves_where_it_fits_and_sources_elsewhere(tmp_path: Path, useless: str) -> None:
    path = tmp_path / "kept.pyz"
    program = _spoilt(pack({"main": MAIN}, str(path)), useless, path)
    assert shell(run(PACKED, ["tests"]), tmp_path, program).stdout == "1 ['tests']\n"


def test_a_missing_program_is_told_installed_and_run(tmp_path: Path) -> None:
    command = run(PACKED, ["repair", "--focus=it's; a"])
    missing = shell(command, tmp_path)
    assert (missing.returncode, missing.stdout) == (97, f"{ABSENT}\n")
    [placing] = install(PACKED)
    assert shell(placing, tmp_path).stdout == '{"type":"placed"}\n'
    assert len(list(tmp_path.iterdir())) == 1
    done = shell(command, tmp_path)
    assert (done.returncode, done.stdout) == (3, "1 ['repair', \"--focus=it's; a\"]\n")


def test_the_offered_program_is_preferred(tmp_path: Path) -> None:
    offered = tmp_path / "offered.pyz"
    offered.write_bytes(PACKED)
    assert shell(run(PACKED, ["tests"]), tmp_path, offered).stdout == "1 ['tests']\n"


def test_an_unreadable_offer_falls_back(tmp_path: Path) -> None:
    assert shell(run(PACKED, ["tests"]), tmp_path, tmp_path / "none").returncode == 97


def test_a_link_in_the_shared_folder_is_not_run(tmp_path: Path) -> None:
    [placing] = install(PACKED)
    shell(placing, tmp_path)
    [placed] = tmp_path.iterdir()
    placed.rename(tmp_path / "elsewhere")
    placed.symlink_to(tmp_path / "elsewhere")
    assert shell(run(PACKED, ["tests"]), tmp_path).returncode == 97


def test_a_large_program_arrives_in_parts_in_any_order(tmp_path: Path) -> None:
    noise = "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(30_000))
    large = pack({"main": MAIN, "data": f"TEXT = '{noise}'\n"})
    commands = install(large)
    assert len(commands) > 1
    assert max(len(command) for command in commands) < CHUNK + 10_000
    said = [shell(command, tmp_path).stdout for command in reversed(commands)]
    assert said == [*[""] * (len(commands) - 1), '{"type":"placed"}\n']
    assert shell(run(large, ["tests"]), tmp_path).returncode == 3


def test_parts_that_arrive_at_once_make_one_program(tmp_path: Path) -> None:
    commands = install(PACKED) * 4
    running = [
        subprocess.Popen(["sh", "-c", command], env={**os.environ, "TMPDIR": str(tmp_path)})
        for command in commands
    ]
    for process in running:
        process.wait(timeout=30)
    assert shell(run(PACKED, ["tests"]), tmp_path).stdout == "1 ['tests']\n"


def test_a_damaged_program_is_thrown_away(tmp_path: Path) -> None:
    [placing] = install(PACKED)
    damaged = placing.replace("UEsDB", "UEsDC", 1)
    assert damaged != placing
    result = shell(damaged, tmp_path)
    assert (result.returncode, result.stdout) == (99, '{"type":"spoilt"}\n')
    assert shell(run(PACKED, ["tests"]), tmp_path).returncode == 97


def test_no_command_is_one_that_codex_refuses_to_run() -> None:
    assert not any("rm -f" in command for command in (run(PACKED, ["repair"]), *install(PACKED)))


def test_commands_are_known_again() -> None:
    command = run(PACKED, ["repair", "--seconds", "1"])
    assert is_run(command, "repair")
    assert not is_run(command, "tests")
    assert not is_run("cat $QUIRE_WORKBENCH", "repair")
    assert is_install(install(PACKED)[0])
    assert not is_install(command)


def test_a_line_end_in_an_argument_is_no_command(tmp_path: Path) -> None:
    command = run(b"", ["repair", "--focus=a\ntouch planted #"])
    subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert list(tmp_path.iterdir()) == []
    assert is_run(run(b"", ["detect"]), "detect")
    assert not is_run(run(b"", ["tests"]), "test")
