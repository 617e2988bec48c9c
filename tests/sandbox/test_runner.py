"""The runner: commands run, end, are limited and leave nothing behind, in both tiers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.errors import RefusedError, SandboxUnavailable
from quire.sandbox.policy import Limits, Policy
from quire.sandbox.runner import Command, Logs, Outcome, Sandbox


def shell(script: str) -> Command:
    return Command(("sh", "-c", script))


async def once(policy: Policy, tier: str, command: Command) -> Outcome:
    async with await Sandbox.open(policy, only=tier) as sandbox:
        return await sandbox.run(command)


def run(policy: Policy, tier: str, command: Command) -> Outcome:
    return asyncio.run(once(policy, tier, command))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return b") Z" not in state


def survivors(marker: str) -> list[bytes]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if marker.encode() in line:
                found.append(line)
    return found


def test_output_and_exit_code_come_back(policy: Policy, tier: str) -> None:
    outcome = run(policy, tier, shell("echo out; echo err >&2; exit 7"))
    assert replace(outcome, seconds=0.0) == Outcome(
        exit_code=7,
        timed_out=False,
        cancelled=False,
        stdout=b"out\n",
        stderr=b"err\n",
        stdout_path=None,
        stderr_path=None,
        seconds=0.0,
    )


def test_environment_is_exactly_the_policy_and_the_basics(policy: Policy, tier: str) -> None:
    outcome = run(replace(policy, environment=(("A", "1"),)), tier, Command(("env",)))
    names = sorted(line.partition("=")[0] for line in outcome.stdout.decode().splitlines())
    assert [name for name in names if name != "PWD"] == ["A", "HOME", "PATH", "TMPDIR"]


def test_the_workspace_and_tmpdir_are_writable(policy: Policy, tier: str) -> None:
    outcome = run(policy, tier, shell('echo hi > new; echo there > "$TMPDIR/t"; cat "$TMPDIR/t"'))
    assert (outcome.exit_code, outcome.stdout) == (0, b"there\n")
    assert (policy.workspace / "new").read_text() == "hi\n"


def test_read_only_mode_keeps_the_workspace(policy: Policy, tier: str) -> None:
    (policy.workspace / "old").write_text("old")
    outcome = run(replace(policy, mode="read-only"), tier, shell("cat old; echo new > old"))
    assert (outcome.stdout, outcome.exit_code != 0) == (b"old", True)
    assert (policy.workspace / "old").read_text() == "old"


def test_an_interpreter_outside_usr_runs_with_fork_mmap_and_tmpdir(
    policy: Policy, tier: str
) -> None:
    program = (
        "import mmap, os, tempfile\n"
        "reader, writer = os.pipe()\n"
        "shared = mmap.mmap(-1, 4096)\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    shared[:5] = b'hello'\n"
        "    os.write(writer, tempfile.mkdtemp().encode())\n"
        "    os._exit(3)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), bytes(shared[:5]))\n"
        "print(os.path.isdir(os.read(reader, 999)))\n"
    )
    outcome = run(policy, tier, Command((sys.executable, "-c", program)))
    assert (outcome.stdout, outcome.stderr) == (b"3 b'hello'\nTrue\n", b"")


def test_stdin_is_empty_unless_given(policy: Policy, tier: str) -> None:
    assert run(policy, tier, Command(("cat",))).stdout == b""
    assert run(policy, tier, Command(("cat",), stdin=b"given")).stdout == b"given"


@pytest.mark.parametrize(("program", "code"), [("no-such", 127), ("./there", 126), ("/etc", 126)])
def test_a_program_that_cannot_start_says_so(
    policy: Policy, tier: str, program: str, code: int
) -> None:
    (policy.workspace / "there").write_text("not a program")
    outcome = run(policy, tier, Command((program,)))
    assert outcome.exit_code == code, outcome
    assert program.encode() in outcome.stderr
    assert run(policy, tier, shell("echo bwrap: execvp >&2; exit 1")).exit_code == 1


def test_a_timeout_kills_daemons_too(policy: Policy, tier: str) -> None:
    script = "setsid sleep 31.4151 & setsid sh -c 'sleep 31.4151 & sleep 31.4151' & sleep 31.4151"
    outcome = run(policy, tier, Command(("sh", "-c", script), seconds=0.3))
    assert (outcome.exit_code, outcome.timed_out) == (None, True)
    assert survivors("31.4151") == []


def test_the_end_of_a_command_ends_its_daemons(policy: Policy, tier: str) -> None:
    outcome = run(policy, tier, shell("setsid sleep 31.4152 >/dev/null 2>&1 & echo done"))
    assert outcome.stdout == b"done\n"
    assert survivors("31.4152") == []


def test_cancelling_run_kills_the_tree(policy: Policy, tier: str) -> None:
    async def cancelled() -> None:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            task = asyncio.create_task(sandbox.run(shell("sleep 31.4153 & sleep 31.4153")))
            while not survivors("31.4153"):
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert survivors("31.4153") == []

    asyncio.run(cancelled())


def test_terminate_reports_cancelled(policy: Policy, tier: str) -> None:
    async def terminated() -> Outcome:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            process = await sandbox.start(Command(("sleep", "30")))
            await process.terminate()
            return await process.wait()

    outcome = asyncio.run(terminated())
    assert (outcome.exit_code, outcome.cancelled, outcome.timed_out) == (None, True, False)


def test_an_interactive_process_talks(policy: Policy, tier: str) -> None:
    async def talk() -> tuple[bytes, Outcome]:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            process = await sandbox.start(Command(("cat",), interactive=True))
            await process.write(b"one\n")
            said = b""
            async for chunk in process:
                said += chunk.data
                if said == b"one\n":
                    await process.write(b"two\n")
                    process.close_stdin()
            return said, await process.wait()

    said, outcome = asyncio.run(talk())
    assert (said, outcome.stdout, outcome.exit_code) == (b"one\ntwo\n", b"one\ntwo\n", 0)


def test_a_slow_reader_holds_a_flood_back(policy: Policy, tier: str) -> None:
    async def read() -> int:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            process = await sandbox.start(shell("head -c 5000000 /dev/zero"))
            total = 0
            async for chunk in process:
                await asyncio.sleep(0)
                total += len(chunk.data)
            return total

    assert asyncio.run(read()) == 5_000_000


def test_capped_output_keeps_head_and_tail_and_the_log_keeps_all(
    policy: Policy, tier: str, tmp_path: Path
) -> None:
    async def flood() -> Outcome:
        limited = replace(policy, limits=Limits(output_bytes=100))
        async with await Sandbox.open(limited, only=tier, logs=Logs(tmp_path / "log")) as sandbox:
            return await sandbox.run(shell("seq 1 10000"))

    outcome = asyncio.run(flood())
    full = b"".join(b"%d\n" % number for number in range(1, 10001))
    assert outcome.stdout == full[:50] + b"\n[... 48794 bytes left out ...]\n" + full[-50:]
    assert outcome.stdout_path is not None
    assert outcome.stdout_path.read_bytes() == full


def test_commands_run_side_by_side(policy: Policy, tier: str) -> None:
    async def several() -> list[bytes]:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            commands = [shell(f"sleep 0.1; echo {number}") for number in range(5)]
            return [o.stdout for o in await asyncio.gather(*map(sandbox.run, commands))]

    assert asyncio.run(several()) == [b"0\n", b"1\n", b"2\n", b"3\n", b"4\n"]


def test_a_planted_repository_is_moved_aside(policy: Policy, tier: str, tmp_path: Path) -> None:
    async def plant() -> Outcome:
        async with await Sandbox.open(policy, only=tier, logs=Logs(tmp_path / "log")) as sandbox:
            return await sandbox.run(shell("mkdir -p deep/.git/hooks; echo x > deep/.git/HEAD"))

    outcome = asyncio.run(plant())
    assert [line.split(" -> ")[0] for line in outcome.findings] == ["quarantined: deep/.git"]
    assert not (policy.workspace / "deep/.git").exists()
    assert len(list((tmp_path / "log/quarantine").iterdir())) == 1


def test_a_directory_outside_is_refused(policy: Policy, tier: str) -> None:
    with pytest.raises(RefusedError, match="outside the workspace"):
        run(policy, tier, Command(("true",), cwd=Path("/usr")))


def test_danger_needs_its_unsafe_name(policy: Policy) -> None:
    with pytest.raises(RefusedError, match="has no walls"):
        run(replace(policy, mode="danger-full-access"), "none", Command(("true",)))


def test_no_tier_is_an_error_with_the_next_step(policy: Policy) -> None:
    with pytest.raises(SandboxUnavailable) as caught:
        run(policy, "no-such-tier", Command(("true",)))
    assert "Install bubblewrap" in caught.value.hint


def test_without_walls_only_by_name(policy: Policy) -> None:
    async def bare() -> tuple[str, Outcome]:
        async with await Sandbox.open(policy, unsafe=True, only="none") as sandbox:
            return sandbox.tier, await sandbox.run(shell("exit 4"))

    tier, outcome = asyncio.run(bare())
    assert (tier, outcome.exit_code) == ("none", 4)


def test_without_its_supervisor_nothing_runs(policy: Policy, tier: str) -> None:
    async def orphaned() -> None:
        async with await Sandbox.open(policy, only=tier) as sandbox:
            supervisor = children_of(os.getpid(), b"quire.sandbox.supervisor")
            assert len(supervisor) == 1
            process = await sandbox.start(Command(("sleep", "31.4154")))
            os.kill(supervisor[0], 9)
            while True:
                try:
                    await sandbox.run(Command(("true",), seconds=1.0))
                except SandboxUnavailable:
                    break
            await process.terminate()

    asyncio.run(orphaned())
    assert survivors("31.4154") == []


def children_of(parent: int, word: bytes) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == parent and word in line:
                found.append(int(entry.name))
    return found
