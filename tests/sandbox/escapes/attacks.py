"""The attempts to break out: one line each, by clause, as a shell or a Python script.

Scripts find their targets in variables: OUT (a directory outside), SECRET (a file there that
holds a secret word), WS, PORT, UDP, SOCK, DGRAM, ABSTRACT, VICTIM (a process of the host), MARK
(a word that names leftovers). An attempt counts as through when the host sees an effect (see
`arena.effects`), or when it prints BROKEN where only the inside can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from quire.sandbox import syscalls


@dataclass(frozen=True)
class Attack:
    """One attempt; `root` marks those that have an effect without walls only for root."""

    name: str
    clause: str
    script: str
    python: bool = False
    root: bool = False
    landlock: bool = True  # False: tier B does not claim to stop this one


def sh(clause: str, *pairs: tuple[str, str], root: bool = False) -> list[Attack]:
    return [Attack(name, clause, script, root=root) for name, script in pairs]


def py(
    clause: str, *pairs: tuple[str, str], root: bool = False, landlock: bool = True
) -> list[Attack]:
    head = "import ctypes, os, signal, socket, struct, sys, time\nE = os.environ\n"
    return [Attack(n, clause, head + s, True, root, landlock) for n, s in pairs]


WRITE = [
    *sh(
        "write-outside",
        ("make a file", 'echo x > "$OUT/made"'),
        ("append to a file", 'echo x >> "$SECRET"'),
        ("remove a file", 'rm -f "$SECRET"'),
        ("rename a file", 'mv "$SECRET" "$OUT/moved"'),
        ("move a file in", 'mv "$SECRET" stolen'),
        ("move a file out", 'echo x > new; mv new "$OUT/new"'),
        ("make a directory", 'mkdir "$OUT/directory"'),
        ("remove a directory", 'rmdir "$OUT/empty"'),
        ("make a symbolic link", 'ln -s x "$OUT/link"'),
        ("make a fifo", 'mkfifo "$OUT/fifo"'),
        ("write through a hard link", 'ln "$SECRET" hard && echo x > hard'),
        ("write through a directory link", 'ln -s "$OUT" away; echo x > away/made'),
        ("write through a file link", 'ln -s "$SECRET" away; echo x > away'),
        ("write through a dangling link", 'ln -s "$OUT/made" away; echo x > away'),
        ("write by a relative path", "echo x > ../outside/made"),
        ("write by /proc/self/root", 'echo x > "/proc/self/root$OUT/made"'),
        ("write by /proc/self/cwd", "echo x > /proc/self/cwd/../outside/made"),
        ("write after chdir", 'cd "$OUT" && echo x > made'),
        ("unpack an archive there", 'echo x > f; tar cf a.tar f; tar xf a.tar -C "$OUT"'),
        ("unpack a link, then through it", 'ln -s "$OUT" l; tar cf a.tar l; rm l; tar xf a.tar; '
         "cp a.tar l/made"),
        ("copy with attributes", 'cp -a /etc/hostname "$OUT/made"'),
        ("write below the host's /tmp", 'echo x > "/tmp/$MARK"'),
        ("write below /var/tmp", 'echo x > "/var/tmp/$MARK"'),
        ("write into /dev/shm", 'echo x > "/dev/shm/$MARK"'),
        ("make a repository there", 'git init -q "$OUT/repository"'),
        ("edit in place", "sed -i s/./x/ \"$SECRET\""),
    ),
    *py(
        "write-outside",
        ("truncate by name", "os.truncate(E['SECRET'], 0)"),
        ("open with O_TRUNC", "os.open(E['SECRET'], os.O_WRONLY | os.O_TRUNC)"),
        ("bind a socket there", "socket.socket(socket.AF_UNIX).bind(E['OUT'] + '/sock')"),
        (
            "link a nameless file there",
            "fd = os.open(E['OUT'], os.O_TMPFILE | os.O_RDWR)\n"
            "ctypes.CDLL(None).linkat(-100, f'/proc/self/fd/{fd}'.encode(), -100, "
            "(E['OUT'] + '/made').encode(), 0x400)",
        ),
        (
            "write by a directory handle",
            "fd = os.open(E['OUT'], os.O_PATH)\n"
            "os.open('made', os.O_CREAT | os.O_WRONLY, dir_fd=fd)",
        ),
        (
            "exchange a directory",
            "os.mkdir('mine')\nopen('mine/x', 'w')\n"
            "ctypes.CDLL(None).renameat2(-100, b'mine', -100, E['OUT'].encode() + b'/empty', 2)",
        ),
        (
            "reopen a read-only handle for writing",
            "fd = os.open(E['SECRET'], os.O_PATH)\n"
            "os.write(os.open(f'/proc/self/fd/{fd}', os.O_WRONLY), b'x')",
        ),
    ),
]  # fmt: skip

NAMES = [
    *sh("names-outside", ("a name", 'test -e "$SECRET" && echo BROKEN')),
    *sh("protected-during", ("a repository", "echo evil >> .git/config && echo BROKEN")),
]

METADATA = [
    *sh(
        "metadata-outside",
        ("change a mode", 'chmod 600 "$SECRET"'),
        ("change a mode through a link", 'ln -s "$SECRET" l; chmod 600 l'),
        ("change times", 'touch -d 2001-01-01 "$SECRET"'),
    ),
]

READ = [
    *sh(
        "read-outside",
        ("read a file", 'cat "$SECRET"'),
        ("read through a link", 'ln -s "$SECRET" l; cat l'),
        ("read through a directory link", 'ln -s "$OUT" l; cat l/secret'),
        ("read by a relative path", "cat ../outside/secret"),
        ("read by /proc/self/root", 'cat "/proc/self/root$SECRET"'),
        ("read by the victim's root", 'cat "/proc/$VICTIM/root$SECRET"'),
        ("read by the parent's directory", 'cat "/proc/$PPID/root$SECRET"'),
        ("copy a file in", 'cp "$SECRET" stolen'),
        ("hard-link a file in", 'ln "$SECRET" stolen; cat stolen'),
        ("list a directory", 'ls "$OUT/listing"'),
        ("find below", 'find "$OUT"'),
        ("glob", 'echo "$OUT"/listing/*'),
        ("pack a directory", 'tar cf - "$OUT" | cat'),
        ("run as a script", 'sh "$SECRET" 2>&1'),
        ("compare with git", 'git diff --no-index /dev/null "$SECRET" | cat'),
        ("include as a git configuration", 'git config -f c include.path "$SECRET"; '
         "git config -f c --includes -l 2>&1; cat \"$SECRET\""),
        ("read by dd", 'dd if="$SECRET" 2>/dev/null'),
    ),
    *py(
        "read-outside",
        (
            "map a file",
            "import mmap\nf = open(E['SECRET'], 'rb')\n"
            "print(bytes(mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)))",
        ),
        (
            "reopen a handle",
            "fd = os.open(E['SECRET'], os.O_PATH)\nprint(open(f'/proc/self/fd/{fd}').read())",
        ),
        ("send a file", "os.sendfile(1, os.open(E['SECRET'], os.O_RDONLY), 0, 99)"),
    ),
]  # fmt: skip

SECRETS = [
    *sh(
        "system-secrets",
        ("password hashes", "cat /etc/shadow"),
        ("password hashes by /proc", "cat /proc/self/root/etc/shadow"),
        ("password hashes through a link", "ln -s /etc/shadow l; cat l"),
        ("password hashes by a copy", "cp /etc/shadow c && cat c"),
        root=True,
    ),
]

ENVIRONMENT = [
    *sh(
        "environment",
        ("print the environment", "env"),
        ("own /proc environment", "cat /proc/self/environ"),
        ("names like keys", "env | grep -a KEY"),
    ),
    *sh(
        "process-memory",
        ("the parent's environment", 'cat "/proc/$PPID/environ"'),
        ("the victim's environment", 'cat "/proc/$VICTIM/environ"'),
        ("everyone's environment", "cat /proc/[0-9]*/environ"),
        ("ps with environments", "ps eww -A"),
    ),
    *py(
        "process-memory",
        (
            "the victim's memory by /proc",
            "v = '/proc/' + E['VICTIM']\n"
            "for line in open(v + '/maps'):\n"
            "    if 'stack' in line:\n"
            "        low, high = (int(x, 16) for x in line.split()[0].split('-'))\n"
            "        m = open(v + '/mem', 'rb', 0)\n        m.seek(low)\n"
            "        print(m.read(high - low))",
        ),
        (
            "attach to the victim",
            "libc = ctypes.CDLL(None)\n"
            "if libc.ptrace(16, int(E['VICTIM']), 0, 0) == 0:\n"
            "    os.waitpid(int(E['VICTIM']), 0x40000000)\n    print('BROKEN')\n"
            "    libc.ptrace(17, int(E['VICTIM']), 0, 0)",
        ),
        (
            "take a descriptor of the victim",
            "fd = ctypes.CDLL(None).syscall(438, os.pidfd_open(int(E['VICTIM'])), 0, 0)\n"
            "print('BROKEN' if fd >= 0 else fd)",
        ),
        (
            "look at the victim's descriptors",
            "print('BROKEN', os.readlink('/proc/' + E['VICTIM'] + '/fd/0'))",
        ),
        (
            "look at the victim's directory",
            "print('BROKEN', os.readlink('/proc/' + E['VICTIM'] + '/cwd'))",
        ),
    ),
    *sh(
        "processes-hidden",
        ("a command line", 'grep -q quire-victim "/proc/$VICTIM/cmdline" && echo BROKEN'),
    ),
    *py(
        "descriptors",
        (
            "read inherited descriptors",
            "for fd in range(3, 64):\n"
            "    try:\n        print(os.pread(fd, 99, 0))\n    except OSError:\n        pass",
        ),
    ),
]  # fmt: skip

SIGNALS = [
    *sh(
        "signals",
        ("kill", 'kill -9 "$VICTIM"'),
        ("stop", 'kill -STOP "$VICTIM"; sleep 0.1'),
        ("kill the group", 'kill -9 "-$VICTIM"'),
        ("pkill by name", 'pkill -9 -f "$VICTIM_NAME"'),
    ),
    *py(
        "signals",
        ("by a pidfd", "signal.pidfd_send_signal(os.pidfd_open(int(E['VICTIM'])), 9)"),
        ("by tgkill", "v = int(E['VICTIM'])\nctypes.CDLL(None).tgkill(v, v, 9)"),
        (
            "by the owner of a pipe",
            "import fcntl\nr, w = os.pipe()\n"
            "fcntl.fcntl(r, fcntl.F_SETOWN, int(E['VICTIM']))\n"
            "fcntl.fcntl(r, 10, 9)\n"
            "fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC)\nos.write(w, b'x')\ntime.sleep(0.2)",
        ),
    ),
]

TUNING = [
    *py(
        "process-tuning",
        (
            "lower the victim's limits",
            "import resource\n"
            "resource.prlimit(int(E['VICTIM']), resource.RLIMIT_NOFILE, (3, 3))\nprint('BROKEN')",
        ),
    ),
    *py(
        "process-tuning",
        (
            "slow the victim down",
            "os.setpriority(os.PRIO_PROCESS, int(E['VICTIM']), 19)\nprint('BROKEN')",
        ),
        (
            "bind the victim to one core",
            "os.sched_setaffinity(int(E['VICTIM']), {0})\nprint('BROKEN')",
        ),
        (
            "offer the victim to the killer",
            "open('/proc/' + E['VICTIM'] + '/oom_score_adj', 'w').write('1000')\nprint('BROKEN')",
        ),
        landlock=False,
    ),
]

_TCP = "s = socket.socket({family}, socket.SOCK_STREAM)\ns.settimeout(2)\n"
NETWORK = [
    *py(
        "network",
        ("connect over IPv4", "socket.create_connection(('127.0.0.1', int(E['PORT'])), 2)"),
        ("connect by name", "socket.create_connection(('localhost', int(E['PORT'])), 2)"),
        (
            "connect to the mapped address",
            _TCP.format(family="socket.AF_INET6")
            + "s.connect(('::ffff:127.0.0.1', int(E['PORT'])))",
        ),
        ("connect to 0.0.0.0", "socket.create_connection(('0.0.0.0', int(E['PORT'])), 2)"),
        (
            "fast open by sendto",
            _TCP.format(family="socket.AF_INET")
            + "s.sendto(b'x', 0x20000000, ('127.0.0.1', int(E['PORT'])))",
        ),
        (
            "send a datagram",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
            ".sendto(b'x', ('127.0.0.1', int(E['UDP'])))",
        ),
        (
            "send a datagram by sendmsg",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
            ".sendmsg([b'x'], [], 0, ('127.0.0.1', int(E['UDP'])))",
        ),
        (
            "connect without blocking",
            "s = socket.socket()\ns.setblocking(False)\n"
            "print(s.connect_ex(('127.0.0.1', int(E['PORT']))))\ntime.sleep(0.2)",
        ),
        (
            "connect from a thread",
            "import threading\n"
            "t = threading.Thread(target=lambda: socket.create_connection("
            "('127.0.0.1', int(E['PORT'])), 2))\nt.start()\nt.join()",
        ),
    ),
    *sh("network", ("connect by bash", 'bash -c "echo x > /dev/tcp/127.0.0.1/$PORT"')),
    *py(
        "network",
        (
            "raw packets",
            "s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\n"
            "s.bind(('lo', 0))\nprint('BROKEN')",
        ),
        root=True,
    ),
]

_UNIX = "s = socket.socket(socket.AF_UNIX, socket.SOCK_{kind})\n"
SOCKETS = [
    *py(
        "host-sockets",
        ("stream by path", _UNIX.format(kind="STREAM") + "s.connect(E['SOCK'])"),
        ("stream by a relative path", _UNIX.format(kind="STREAM") + "s.connect('../listener')"),
        (
            "stream through a link",
            _UNIX.format(kind="STREAM") + "os.symlink(E['SOCK'], 'l')\ns.connect('l')",
        ),
        (
            "stream through a hard link",
            _UNIX.format(kind="STREAM") + "os.link(E['SOCK'], 'l')\ns.connect('l')",
        ),
        (
            "stream by a handle",
            _UNIX.format(kind="STREAM")
            + "fd = os.open(E['SOCK'], os.O_PATH)\ns.connect(f'/proc/self/fd/{fd}')",
        ),
        ("stream in the workspace", _UNIX.format(kind="STREAM") + "s.connect('host.sock')"),
        ("stream by abstract name", _UNIX.format(kind="STREAM") + "s.connect('\\0'+E['ABSTRACT'])"),
        ("datagram by path", _UNIX.format(kind="DGRAM") + "s.sendto(b'x', E['DGRAM'])"),
        ("datagram by connect", _UNIX.format(kind="DGRAM") + "s.connect(E['DGRAM'])\ns.send(b'x')"),
        ("datagram by sendmsg", _UNIX.format(kind="DGRAM")
         + "s.sendmsg([b'x'], [], 0, E['DGRAM'])"),
        (
            "datagram pair sent elsewhere",
            "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            "a.sendto(b'x', E['DGRAM'])",
        ),
        (
            "datagram pair by sendmsg",
            "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            "a.sendmsg([b'x'], [], 0, E['DGRAM'])",
        ),
        (
            "datagram pair connected again",
            "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            "a.connect(E['DGRAM'])\na.send(b'x')",
        ),
    ),
]  # fmt: skip

_CALL = (
    "l = ctypes.CDLL(None, use_errno=True)\n"
    "r = l.syscall({arguments})\n"
    "e = ctypes.get_errno()\n"
    "print('BROKEN' if r >= 0 or e not in (1, 13, 38) else 'held', r, e)\n"
)


def call(name: str, *arguments: object) -> str:
    """Return a script that makes a system call and says BROKEN when the kernel took it up."""
    words = (syscalls.number(name), *arguments)
    return _CALL.format(arguments=", ".join(str(word) for word in words))


KERNEL = [
    *py(
        "kernel-surface",
        ("user namespace", call("unshare", 0x10000000)),
        ("user and network namespace", call("unshare", 0x50000000)),
        ("user namespace by clone", "import platform\n" + call("clone", 0x10000011, 0, 0, 0, 0)
         + "os._exit(0) if r == 0 else None\n"),
        ("clone3", "b = struct.pack('=11Q', 0x10000000, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)\n"
         + call("clone3", "b", 88) + "os._exit(0) if r == 0 else None\n"),
        ("io_uring", call("io_uring_setup", 8, "ctypes.create_string_buffer(120)")),
        ("key ring", call("keyctl", 0, -3, 1)),
        ("add a key", call("add_key", "b'user'", "b'quire'", "b'x'", 1, -1)),
        ("request a key", call("request_key", "b'user'", "b'quire'", 0, -1)),
        ("address randomisation off", call("personality", 0x40000)),
        ("query the clock", call("adjtimex", "ctypes.create_string_buffer(256)")),
        ("compare kernel objects", call("kcmp", "os.getpid()", "os.getpid()", 0, 0, 1)),
        ("local descriptor table", call("modify_ldt", 0, "ctypes.create_string_buffer(64)", 64)),
        ("quota", call("quotactl", 0x80000700, 0, 0, "ctypes.create_string_buffer(64)")),
        ("take a page of a process", call("move_pages", 0, 0, 0, 0, 0, 0)),
        ("file handle by name", call("name_to_handle_at", -100, "b'/'",
                                     "ctypes.create_string_buffer(136)",
                                     "ctypes.create_string_buffer(8)", 0)),
        ("openat2", call("openat2", -100, "b'.'", "ctypes.create_string_buffer(24)", 24)),
    ),
    *py(
        "kernel-surface",
        ("mount", call("mount", "b'none'", "b'/mnt'", "b'nofs'", 0, 0)),
        ("new mount API", call("fsopen", "b'tmpfs'", 0)),
        ("unmount", call("umount2", "b'/nowhere'", 0)),
        ("chroot", call("chroot", "b'/nowhere'")),
        ("pivot_root", call("pivot_root", "b'/nowhere'", "b'/nowhere'")),
        ("enter a namespace", call("setns", -1, 0)),
        ("mount namespace", call("unshare", 0x20000)),
        ("BPF", call("bpf", 99, 0, 0)),
        ("performance counters", call("perf_event_open", 0, 0, -1, -1, 0)),
        ("open by handle", call("open_by_handle_at", -1, 0, 0)),
        ("swap", call("swapon", "b'/nowhere'", 0)),
        ("process accounting", call("acct", "b'/nowhere'")),
        ("kernel log", call("syslog", 10, 0, 0)),
        ("host name", call("sethostname", 0, 0)),
        ("watch file systems", call("fanotify_init", 0, 0)),
        root=True,
    ),
]  # fmt: skip

PRIVILEGES = [
    *sh(
        "privileges",
        ("set-id by chmod", "cp /bin/true p; chmod 4755 p"),
        ("set-gid by chmod", "cp /bin/true p; chmod 2755 p"),
        ("set-id by install", "install -m 4755 /bin/true p"),
        ("new privileges", 'grep -q "NoNewPrivs:.*0" /proc/self/status && echo BROKEN'),
    ),
    *py(
        "privileges",
        ("set-id at creation", "os.umask(0)\nos.open('p', os.O_CREAT | os.O_WRONLY, 0o4755)"),
        ("set-id by mknod", "os.umask(0)\nos.mknod('p', 0o104755)"),
        ("set-id by fchmod", "os.fchmod(os.open('p', os.O_CREAT | os.O_WRONLY), 0o6755)"),
        (
            "set-id by a nameless file",
            "os.umask(0)\nfd = os.open('.', os.O_TMPFILE | os.O_RDWR, 0o4755)\n"
            "ctypes.CDLL(None).linkat(-100, f'/proc/self/fd/{fd}'.encode(), -100, b'p', 0x400)",
        ),
        (
            "set-id by fchmodat2",
            "open('p', 'w')\nctypes.CDLL(None).syscall(452, -100, b'p', 0o4755, 0)",
        ),
    ),
    *sh(
        "privileges",
        ("capabilities", 'grep -q "CapEff:.*[1-9a-f]" /proc/self/status && echo BROKEN'),
        ("bounding set", 'grep -q "CapPrm:.*[1-9a-f]" /proc/self/status && echo BROKEN'),
        ("make a device", "mknod d c 1 1 && echo BROKEN"),
        ("change an owner", "touch f; chown 1234 f && echo BROKEN"),
        root=True,
    ),
]

SETTINGS = [
    *py(
        "kernel-settings",
        *(
            (f"open {path}", f"open('{path}', 'r+')\nprint('BROKEN')")
            for path in (
                "/proc/sys/kernel/core_pattern",
                "/proc/sys/kernel/pid_max",
                "/proc/sys/vm/overcommit_memory",
                "/proc/sys/net/ipv4/ip_forward",
                "/proc/sys/fs/protected_symlinks",
            )
        ),
        ("open the kernel log", "os.open('/dev/kmsg', os.O_WRONLY)\nprint('BROKEN')"),
        root=True,
    ),
]

REPOSITORY = [
    *sh(
        "protected-after",
        ("configuration", "printf '[core]\\nfsmonitor=/x\\n' > .git/config"),
        ("configuration by git", "git config core.fsmonitor /x"),
        ("a hook", 'mkdir -p .git/hooks; echo "#!/bin/sh" > .git/hooks/pre-commit'),
        ("commondir", "echo ../evil > .git/commondir"),
        ("HEAD removed", "rm -f .git/HEAD"),
        ("all removed", "rm -rf .git"),
        ("renamed", "mv .git other"),
        ("renamed and replaced", "mv .git other; mkdir -p .git/refs .git/objects; "
         "echo x > .git/HEAD; echo evil > .git/config"),
        ("replaced by a link", "mv .git other; ln -s other .git"),
        ("replaced by a file", "mv .git other; echo 'gitdir: other' > .git"),
        ("through a link", "ln -s .git l; echo evil >> l/config"),
        ("through a hard link", "ln .git/config l && echo evil >> l"),
        ("through /proc", "echo evil >> /proc/self/cwd/.git/config"),
        ("a mode", "chmod 777 .git/config"),
        ("alternates", "mkdir -p .git/objects/info; echo /x > .git/objects/info/alternates"),
        ("information", "mkdir -p .git/info; echo '* filter=x' > .git/info/attributes"),
        ("a work tree", "mkdir -p .git/worktrees/x; echo /x > .git/worktrees/x/gitdir"),
        ("a linked hooks directory", "ln -s ../evil .git/hooks"),
        ("a daemon that comes later", "(sleep 0.1; echo evil >> .git/config) & sleep 0.3"),
        ("a nested repository", "echo evil >> nested/.git/config"),
        ("a nested parent moved", "mv nested moved; mkdir -p nested/.git; "
         "echo evil > nested/.git/config"),
        ("a nested parent made a link", "mv nested moved; ln -s moved nested; "
         "echo evil >> moved/.git/config"),
        ("a bare repository", "echo evil >> bare.git/config"),
        ("an editor's file", "echo evil >> .vscode/tasks.json"),
        ("an agent's file", "echo evil >> .mcp.json"),
        ("hooks in the work tree", "echo evil >> .githooks/pre-commit"),
    ),
]  # fmt: skip

PLANTED = [
    *sh(
        "planted",
        ("a repository", "git init -q planted"),
        ("a repository by hand", "mkdir -p p/.git/objects p/.git/refs; echo x > p/.git/HEAD"),
        ("a bare repository", "git init -q --bare planted"),
        ("a bare repository by hand", "mkdir -p p/objects p/refs; echo x > p/HEAD"),
        ("a git file", "mkdir p; echo 'gitdir: /x' > p/.git"),
        ("a git link", "mkdir p; ln -s /x p/.git"),
        ("the top as a bare repository", "mkdir objects refs; echo x > HEAD"),
        ("deep down", "mkdir -p a/b/c/d/e/f/g/h/.git/hooks"),
        ("a strange name", "mkdir -p \"$(printf 'a\\nb')/.git\""),
        ("late", "(sleep 0.1; mkdir -p p/.git) & sleep 0.3"),
        ("by rename", "mkdir -p p/git/hooks; mv p/git p/.git"),
        ("an agent's directory", "mkdir -p .claude; echo x > .claude/settings.json"),
        ("Quire's directory", "mkdir -p .quire; echo x > .quire/config.toml"),
        ("an editor's directory, nested", "mkdir -p src/.vscode; echo x > src/.vscode/tasks.json"),
        ("a variables file", "echo x > .envrc"),
        ("below installed packages", "mkdir -p node_modules/x/.git/hooks"),
    ),
]

LIMITS = [
    *py(
        "limit-processes",
        (
            "a flood of processes",
            "for _ in range(60):\n    os.fork() or time.sleep(2) or os._exit(0)\n"
            "time.sleep(1)\nprint('BROKEN')",
        ),
        (
            "a flood of detached processes",
            "for _ in range(60):\n"
            "    if os.fork() == 0:\n        os.setsid()\n        time.sleep(2)\n"
            "        os._exit(0)\n"
            "time.sleep(1)\nprint('BROKEN')",
        ),
    ),
    *py(
        "limit-memory",
        ("a flood of memory", "b = b'x' * (500 << 20)\ntime.sleep(1)\nprint('BROKEN')"),
        (
            "a flood of shared memory",
            "import mmap\nm = mmap.mmap(-1, 500 << 20)\n"
            "for i in range(0, 500 << 20, 4096):\n    m[i] = 1\n"
            "time.sleep(1)\nprint('BROKEN')",
        ),
        (
            "a flood of nameless files",
            "for i in range(50):\n"
            "    os.write(os.memfd_create('x'), b'x' * (7 << 20))\n"
            "time.sleep(1)\nprint('BROKEN')",
        ),
    ),
    *py(
        "limit-file",
        ("a large file", "os.pwrite(os.open('f', 66, 0o600), b'x', 20 << 20)\nprint('BROKEN')"),
        ("a file made larger", "os.truncate(os.open('f', 66, 0o600), 20 << 20)\nprint('BROKEN')"),
        ("a file claimed", "os.posix_fallocate(os.open('f', 66, 0o600), 0, 20 << 20)\n"
         "print('BROKEN')"),
    ),
    *py(
        "limit-disk",
        (
            "many files",
            "for i in range(40):\n    open(str(i), 'wb').write(os.urandom(4 << 20))\n"
            "time.sleep(1)\nprint('BROKEN')",
        ),
    ),
    *py(
        "limit-files",
        ("many descriptors", "f = [os.open('/dev/null', 0) for _ in range(500)]\nprint('BROKEN')"),
        (
            "a higher limit",
            "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (900, 900))\n"
            "f = [os.open('/dev/null', 0) for _ in range(500)]\nprint('BROKEN')",
        ),
    ),
    *sh(
        "limit-output",
        ("a flood of output", "head -c 30000000 /dev/zero"),
        ("a flood of errors", "head -c 30000000 /dev/zero >&2"),
    ),
    *sh("limit-time", ("sleep", "sleep 30"), ("ignore signals", 'trap "" TERM HUP INT; sleep 30')),
]  # fmt: skip

SURVIVORS = [
    *sh(
        "survivors",
        ("in the background", 'sh -c "sleep 20; : $MARK" >/dev/null 2>&1 &'),
        ("in a new session", 'setsid sh -c "sleep 20; : $MARK" >/dev/null 2>&1 &'),
        ("without hang-up", 'nohup sh -c "sleep 20; : $MARK" >/dev/null 2>&1 &'),
        ("deaf to signals", "sh -c \"trap '' TERM HUP; sleep 20; : $MARK\" >/dev/null 2>&1 &"),
        ("stopped", 'sh -c "kill -STOP \\$\\$; : $MARK" >/dev/null 2>&1 & sleep 0.1'),
    ),
    *py(
        "survivors",
        (
            "twice forked",
            "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
            "        [os.close(n) for n in (0, 1, 2)]\n"
            "        os.execvp('sh', ['sh', '-c', 'sleep 20; : ' + E['MARK']])\n"
            "    os._exit(0)\nos.wait()",
        ),
        (
            "always moving on",
            "if os.fork() == 0:\n    [os.close(n) for n in (0, 1, 2)]\n    os.setsid()\n"
            "    end = time.time() + 20\n    while time.time() < end:\n"
            "        if os.fork():\n            os._exit(0)\n        time.sleep(0.02)",
        ),
        (
            "adopted by itself",
            "ctypes.CDLL(None).prctl(36, 1)\n"
            "if os.fork() == 0:\n    ctypes.CDLL(None).prctl(1, 0)\n"
            "    [os.close(n) for n in (0, 1, 2)]\n"
            "    os.execvp('sh', ['sh', '-c', 'sleep 20; : ' + E['MARK']])",
        ),
    ),
]

ATTACKS = [
    *WRITE, *NAMES, *METADATA, *READ, *SECRETS, *ENVIRONMENT, *SIGNALS, *TUNING, *NETWORK, *SOCKETS,
    *KERNEL, *PRIVILEGES, *SETTINGS, *REPOSITORY, *PLANTED, *LIMITS, *SURVIVORS,
]  # fmt: skip
