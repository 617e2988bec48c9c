"""Attempts on what lies outside the workspace: files, names, secrets, memory."""

from __future__ import annotations

from tests.sandbox.escapes.attempt import py, sh

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

OUTSIDE = [*WRITE, *NAMES, *METADATA, *READ, *SECRETS, *ENVIRONMENT]
