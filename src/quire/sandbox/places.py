"""The parts of the host that every command may read, and the secrets among them."""

from __future__ import annotations

from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store")
"""Programs and libraries, read-only; links such as /bin -> usr/bin are kept as links."""

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

KERNEL_FILES = ("/proc", "/sys/devices/system/cpu", "/sys/kernel/mm/transparent_hugepage")
"""What tier B shows of the kernel, read-only; tier A has a /proc of its own."""

SECRETS = (
    "/etc/NetworkManager",
    "/etc/docker",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/krb5.keytab",
    "/etc/kubernetes",
    "/etc/letsencrypt",
    "/etc/netplan",
    "/etc/npmrc",
    "/etc/openvpn",
    "/etc/pip.conf",
    "/etc/ppp",
    "/etc/rancher",
    "/etc/security/opasswd",
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/ssh",
    "/etc/ssl/private",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/wireguard",
)
"""Keys, password hashes and registry credentials, hidden in both tiers."""


def present(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """Return those of `paths` that exist on this machine."""
    return tuple(Path(path) for path in paths if Path(path).exists())


def readable_configuration() -> tuple[str, ...]:
    """Return the entries of /etc without the secrets, one by one: an allow-list."""
    secrets = {Path(path) for path in SECRETS}
    entries: list[str] = []
    for entry in sorted(Path("/etc").iterdir()):
        if entry in secrets:
            continue
        within = [secret for secret in secrets if secret.parent == entry]
        below = [entry] if not within else [e for e in entry.iterdir() if e not in secrets]
        entries += [str(path) for path in below]
    return tuple(entries)
