"""Where a record may lie: not on a network share, where SQLite's WAL mode can lose or corrupt data.

Source: SQLite's documentation, "Write-Ahead Logging": all processes using a database must be on the same host, and
WAL does not work over a network file system.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import psutil

from parley.errors import UnsafePlace

NETWORK_TYPES = frozenset({
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
    "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs3", "nfs4", "smb", "smb2", "smb3", "smbfs", "vboxsf", "webdav",
})  # fmt: skip


class Mount(Protocol):
    """A row of the mount table."""

    @property
    def mountpoint(self) -> str:
        """Where it is mounted."""
        ...

    @property
    def fstype(self) -> str:
        """The name of the file-system type."""
        ...


def find_filesystem(path: Path, mounts: Iterable[Mount]) -> str | None:
    """Name the file-system type under a path: that of the longest mount point above it, the later one in a tie."""
    above = [mount for mount in mounts if path.is_relative_to(mount.mountpoint)]
    if not above:
        return None
    longest = max(len(Path(mount.mountpoint).parts) for mount in above)
    return [mount.fstype for mount in above if len(Path(mount.mountpoint).parts) == longest][-1].lower()


def refuse_network_share(path: Path, mounts: Iterable[Mount] | None = None) -> None:
    """Refuse a place on a network share.

    Args:
        path: of the record, existing or not.
        mounts: the mount table; the machine's own by default.

    Raises:
        UnsafePlace: the file-system type is one of `NETWORK_TYPES`.
    """
    kind = find_filesystem(path.resolve(), psutil.disk_partitions(all=True) if mounts is None else mounts)
    if kind in NETWORK_TYPES:
        what = f"a record cannot be kept on a network share ({kind}): write-ahead logging can lose data there"
        raise UnsafePlace(what, where=str(path), remedy="Keep it on a local disk, and copy it when nobody writes.")
