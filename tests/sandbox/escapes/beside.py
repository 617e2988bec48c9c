"""Attempts on what runs beside the command: processes, hosts, sockets."""

from __future__ import annotations

from tests.sandbox.escapes.attempt import py, sh

SIGNALS = [
    *sh(
        "signals",
        ("kill", 'kill -9 "$VICTIM"; sleep 0.1'),
        ("stop", 'kill -STOP "$VICTIM"; sleep 0.1'),
        ("kill the group", 'kill -9 "-$VICTIM"; sleep 0.1'),
        ("pkill by name", 'pkill -9 -f "$VICTIM_NAME"; sleep 0.1'),
    ),
    *py(
        "signals",
        (
            "by a pidfd",
            "signal.pidfd_send_signal(os.pidfd_open(int(E['VICTIM'])), 9)\ntime.sleep(0.1)",
        ),
        (
            "by tgkill",
            "v = int(E['VICTIM'])\nctypes.CDLL(None).tgkill(v, v, 9)\ntime.sleep(0.1)",
        ),
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

BESIDE = [*SIGNALS, *TUNING, *NETWORK, *SOCKETS]
