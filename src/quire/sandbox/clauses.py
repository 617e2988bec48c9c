"""What each tier promises and what it does not: the one table behind status and manual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ENFORCED: Final = "enforced"
PARTLY: Final = "partly"
NOT: Final = "not enforced"


@dataclass(frozen=True)
class Clause:
    """One promise: its standing in both tiers, and words on its edges, for both or for tier B.

    `probe` names the attempt in `probes` that status makes; "" where only tests try.
    """

    key: str
    promise: str
    bubblewrap: str = ENFORCED
    landlock: str = ENFORCED
    note: str = ""
    landlock_note: str = ""
    probe: str = ""

    def standing(self, tier: str) -> str:
        """Return what `tier` says about this clause; other tiers promise nothing."""
        return {"bubblewrap": self.bubblewrap, "landlock": self.landlock}.get(tier, NOT)

    def remark(self, tier: str) -> str:
        """Return what must be said about this clause in `tier`."""
        parts = (self.note, self.landlock_note if tier == "landlock" else "")
        return " ".join(part for part in parts if part)


CLAUSES: Final = (
    Clause(
        "write-outside",
        "No file outside the workspace, the writable roots and the private home and temporary "
        "directory is made, changed or removed.",
        probe="write_outside",
    ),
    Clause(
        "read-outside",
        "No file is read but those roots, the readable roots and the system's programs, "
        "libraries and configuration.",
        probe="read_outside",
    ),
    Clause(
        "ignored-files",
        "What a .quireignore of the workspace names is not read.",
        note="What is there when the command starts, also under a name that it got since.",
        landlock_note="Its name and size are seen, it can be overwritten or removed, and in a "
        "folder that holds some of it a command cannot read what it makes itself; the next can.",
    ),
    Clause(
        "system-secrets",
        "Password hashes, host keys and registry credentials below /etc are hidden, also from "
        "root.",
        probe="system_secrets",
    ),
    Clause(
        "names-outside",
        "Names and metadata of other files are not seen.",
        landlock=NOT,
        landlock_note="Landlock lets a command ask whether a path outside exists, and how big it "
        "is; it cannot list directories there.",
        probe="names_outside",
    ),
    Clause(
        "metadata-outside",
        "Modes, times, owners and attributes of other files are not changed.",
        landlock=NOT,
        landlock_note="Landlock does not govern chmod, utime and setxattr: the owner's own files "
        "outside are open to them.",
        probe="metadata_outside",
    ),
    Clause(
        "protected-during",
        "Repositories and the files of agents and editors are read-only while the command runs.",
        note="What is there when it starts. A command that could move some of it is stopped for "
        "the milliseconds in which the walls of the next one go up.",
        landlock=NOT,
        landlock_note="Landlock cannot close a part of an open directory: they are put back "
        "after the command, from copies that it cannot reach.",
        probe="protected_during",
    ),
    Clause(
        "protected-after",
        "Repositories and the files of agents and editors are after the command what they were "
        "before.",
        landlock_note="A change that the user makes meanwhile is undone as well; what is "
        "replaced is kept aside. Objects beyond 1 GiB are watched, not copied.",
        probe="protected_after",
    ),
    Clause(
        "planted",
        "New repositories (bare ones too) and new agent or editor files are moved aside after "
        "the command and reported.",
        probe="planted",
    ),
    Clause(
        "network",
        "No host is reached but through the proxy, if that is on, and there only those listed.",
        note="Broad names (package registries, code hosts, content networks) let a command carry "
        "data out; what passes inside TLS is not read.",
        probe="network",
    ),
    Clause(
        "host-sockets",
        "No unix socket of another program is reached, by path or by abstract name.",
        note="Behind bubblewrap, one that a program outside opens inside the workspace while a "
        "command runs is hidden from the next command on.",
        probe="host_sockets",
    ),
    Clause(
        "signals",
        "No process outside is signalled.",
        landlock_note="Needs kernel 6.12 (ABI 6).",
        probe="signals",
    ),
    Clause(
        "process-memory",
        "Memory, environment and descriptors of processes outside are not read, nor are they "
        "traced.",
        probe="process_memory",
    ),
    Clause(
        "processes-hidden",
        "Other processes and their command lines are not seen.",
        landlock=NOT,
        landlock_note="Landlock has no view of its own of /proc.",
        probe="processes_hidden",
    ),
    Clause(
        "process-tuning",
        "Priority, scheduling and limits of processes outside are not changed.",
        landlock=PARTLY,
        landlock_note="Only limits (prlimit) are closed; an own process outside can be made "
        "slower.",
        probe="process_tuning",
    ),
    Clause(
        "environment",
        "The command sees the policy's variables, HOME, TMPDIR and PATH, and nothing else of "
        "Quire's environment.",
        probe="environment",
    ),
    Clause(
        "kernel-surface",
        "No mounts, namespaces, BPF, io_uring, key rings, performance counters, kernel modules, "
        "terminal injection or foreign system call tables.",
        probe="kernel_surface",
    ),
    Clause(
        "privileges",
        "No capability, no set-id program gains anything, and no set-id file is made.",
        probe="privileges",
    ),
    Clause(
        "kernel-settings",
        "Files below /proc/sys and /sys cannot be written, also not by root.",
        probe="kernel_settings",
    ),
    Clause(
        "descriptors",
        "No open file of Quire is inherited.",
        probe="descriptors",
    ),
    Clause("limit-time", "A command ends at its time limit, with all it started."),
    Clause(
        "limit-processes",
        "The number of processes is limited.",
        note="For root, whom the kernel exempts, by looking every 0.02 to 0.25 s and killing the "
        "command.",
        probe="limit_processes",
    ),
    Clause(
        "limit-memory",
        "Memory is limited.",
        note="By looking every 0.02 to 0.25 s: short peaks above the limit are possible.",
    ),
    Clause("limit-file", "The size of one file is limited.", probe="limit_file"),
    Clause(
        "limit-disk",
        "Disk use is limited.",
        note="By watching the free space of the roots' file systems; use by other programs "
        "counts too.",
    ),
    Clause("limit-files", "The number of open files is limited.", probe="limit_files"),
    Clause("limit-output", "Output is capped: head and tail are kept, the rest is drained."),
    Clause(
        "survivors",
        "No process outlives its command, nor Quire, whether that ends by itself, is cancelled "
        "or is killed with kill -9.",
    ),
    Clause("display", "Output shown on a terminal has no control sequences but colours."),
    Clause(
        "root",
        "The walls hold when Quire itself runs as root.",
        bubblewrap=PARTLY,
        landlock=PARTLY,
        note="Root without capabilities still owns root's files: a kernel file that checks only "
        "the user is covered one by one. Run Quire as an ordinary user.",
    ),
    Clause(
        "kernel-bugs",
        "The walls hold against bugs of the kernel.",
        bubblewrap=NOT,
        landlock=NOT,
        note="Both tiers share the host's kernel. For hostile code use a virtual machine.",
    ),
)

WORKS: Final = (
    ("interpreters, compilers, pytest, git status and diff", True, True),
    ("os.fork, pipes, anonymous shared memory, TMPDIR", True, True),
    ("asyncio and its subprocesses", True, True),
    ("multiprocessing locks and pools (POSIX semaphores)", True, False),
    ("a server on 127.0.0.1 and its client", True, False),
    ("pseudo-terminals", True, False),
    ("programs that insist on /tmp instead of TMPDIR", True, False),
    ("a debugger on the command's own processes", True, True),
    ("pip and npm, from files of the workspace", True, True),
    ("a headless browser (Chromium, with --no-sandbox) on a page of a local server", True, False),
    ("network through the proxy", True, False),
)
"""What ordinary work may expect: the words, then whether tier A and tier B let it."""
