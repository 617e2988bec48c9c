"""Attempts inside the workspace: repositories, plants, floods, survivors."""

from __future__ import annotations

from tests.sandbox.escapes.attempt import py, sh

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
            "a flood of files in memory",
            "total = 0\n"
            "for place in ('/', '/dev', '/dev/shm', '/run', '/var', '/etc', '/proc', '/home'):\n"
            "    try:\n"
            "        for i in range(80):\n"
            "            with open(f'{place}/{E[\"MARK\"]}{i}', 'wb') as f:\n"
            "                total += f.write(bytes(7 << 20))\n"
            "    except OSError as error:\n        print(error)\n"
            "time.sleep(1)\n"
            "for place in ('/dev/shm', '/run', '/var', '/'):\n"
            "    for i in range(80):\n"
            "        try:\n            os.unlink(f'{place}/{E[\"MARK\"]}{i}')\n"
            "        except OSError:\n            pass\n"
            "print(total)\nif total > 400 << 20:\n    print('BROKEN')",
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
            # Far above the limit: what other tests delete meanwhile is free space again.
            "for i in range(100):\n    open(str(i), 'wb').write(os.urandom(4 << 20))\n"
            "time.sleep(2)\nprint('BROKEN')",
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

INSIDE = [*REPOSITORY, *PLANTED, *LIMITS, *SURVIVORS]
