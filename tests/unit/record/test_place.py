"""Where a record may lie, decided from a given mount table."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from parley.errors import UnsafePlace
from parley.record.place import find_filesystem, refuse_network_share


class Row(NamedTuple):
    mountpoint: str
    fstype: str


TABLE = [
    Row("/", "ext4"),
    Row("/home", "ext4"),
    Row("/home/ann/share", "NFS4"),
    Row("/mnt/office", "cifs"),
    Row("/mnt/office/local", "xfs"),
    Row("/again", "nfs"),
    Row("/again", "tmpfs"),
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/desk.parley", "ext4"),
        ("/home/ann/share/desk.parley", "nfs4"),
        ("/home/ann/shared/desk.parley", "ext4"),
        ("/mnt/office/a/b/desk.parley", "cifs"),
        ("/mnt/office/local/desk.parley", "xfs"),
        ("/again/desk.parley", "tmpfs"),
    ],
)
def test_the_deepest_and_latest_mount_counts(path: str, kind: str) -> None:
    assert find_filesystem(Path(path), TABLE) == kind


def test_without_a_mount_nothing_is_known() -> None:
    assert find_filesystem(Path("/a"), []) is None


def test_a_network_share_is_refused_with_its_kind(tmp_path: Path) -> None:
    resolved = tmp_path.resolve()
    with pytest.raises(UnsafePlace, match=r"network share \(cifs\)") as caught:
        refuse_network_share(resolved / "desk.parley", [*TABLE, Row(str(resolved), "cifs")])
    assert caught.value.remedy


def test_a_link_into_a_network_share_is_followed(tmp_path: Path) -> None:
    share = tmp_path.resolve() / "share"
    share.mkdir()
    (tmp_path / "link").symlink_to(share)
    with pytest.raises(UnsafePlace):
        refuse_network_share(tmp_path / "link" / "desk.parley", [Row(str(share), "fuse.sshfs")])


def test_a_local_disk_is_taken(tmp_path: Path) -> None:
    refuse_network_share(tmp_path / "desk.parley", [Row(str(PurePosixPath("/")), "ext4")])
    refuse_network_share(tmp_path / "desk.parley")
