"""Attempts on the kernel: its surface, privileges and settings."""

from __future__ import annotations

from tests.sandbox.escapes.attempt import call, py, sh

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

KERNEL_AND_RIGHTS = [*KERNEL, *PRIVILEGES, *SETTINGS]
