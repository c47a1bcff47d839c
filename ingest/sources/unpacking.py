"""What is in .gz and .zip files, put into a folder: nothing outside it, and no more than the limits allow."""

from __future__ import annotations

import gzip
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path, PurePosixPath
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ingest.community import SourceConfig
from ingest.document import Skip
from ingest.sources.files import fits, is_kept, place_of

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_OTHER_ARCHIVES = (".tar", ".tgz", ".tbz2", ".txz", ".bz2", ".xz", ".7z", ".rar")
_ENCRYPTED = 0x1
# `zipfile` keeps the whole list of members: of 8 MiB it makes at most 180,000, which take 150 MB.
_LONGEST_LIST = 8 << 20
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE, _END64_SIZE = b"PK\x06\x07", 20, 56
_END_AND_COMMENT = _END_SIZE + _LOCATOR_SIZE + _END64_SIZE + (1 << 16)
_NOT_READ = "packed in a way that is not read: unpack it, or use .zip"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is unpacked of a source: bytes and members in all, times its packed size, levels."""

    total: int = 2 << 30
    members: int = 50_000
    # Text is packed to a tenth or a twentieth, lists of like rows to a hundredth, a bomb to a thousandth.
    ratio: int = 200
    # What unpacks to less than this does no harm, whatever its ratio.
    small: int = 10 << 20
    levels: int = 2


class _Bytes(Protocol):
    """What both `gzip` and `zipfile` open a member as."""

    def read(self, size: int, /) -> bytes: ...


class _LeftError(Exception):
    """A member or a whole archive is left out; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something packed goes, what a report calls it, and how many archives it is in."""

    target: Path
    shown: str
    level: int


class Unpacking:
    """Files of a source on their way into a folder; bytes and members of all archives count together."""

    def __init__(self, config: SourceConfig, limits: Limits, folder: Path, scratch: Path) -> None:
        self.files: list[Path] = []
        self.skips: list[Skip] = []
        self._config = config
        self._limits = limits
        self._folder = folder
        self._scratch = scratch
        self._bytes = 0
        self._members = 0
        self._nested = 0

    def take(self, file: Path, target: Path) -> None:
        """Put a file of the source where readers will find it; of an archive, what is in it."""
        spot = _Spot(target, place_of(self._config, file), 0)
        with self._one(spot.shown):
            if is_archive(file):
                self._archive(file, spot)
            else:
                _stand_in(file, target)
                self.files.append(target)

    @contextmanager
    def _one(self, shown: str) -> Iterator[None]:
        """Turn whatever is wrong with one archive or member into a Skip: the others are read."""
        try:
            yield
        except _LeftError as error:
            self.skips.append(Skip(shown, str(error)))
        except Exception as error:  # noqa: BLE001  # zipfile alone raises seven kinds; the Skip names the member
            full = isinstance(error, OSError) and error.errno == ENOSPC
            reason = "no space left to unpack it" if full else "a broken archive, or cut off"
            self.skips.append(Skip(shown, reason))

    def _archive(self, file: Path, spot: _Spot) -> None:
        if spot.level >= self._limits.levels:
            raise _LeftError("an archive inside other archives")
        if is_zip(file):
            self._zip(file, spot)
            return
        target = spot.target.with_suffix("") if spot.target.suffix.lower() == ".gz" else spot.target
        if spot.target.suffix.lower() == ".tgz":
            raise _LeftError(_NOT_READ)
        with gzip.open(file) as stream:
            self._member(stream, file.stat().st_size, _Spot(target, spot.shown, spot.level + 1))

    def _zip(self, file: Path, spot: _Spot) -> None:
        if _list_size(file) > _LONGEST_LIST:
            raise _LeftError(f"archives of more than {self._limits.members:,} files")
        with ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            self._members += len(members)
            if self._members > self._limits.members:
                raise _LeftError(f"archives of more than {self._limits.members:,} files")
            for info in members:
                with self._one(f"{spot.shown}/{info.filename}"):
                    name = _name_inside(info.filename)
                    if self._is_meant(spot.target / name):
                        self._unzip(
                            archive, info, _Spot(spot.target / name, f"{spot.shown}/{name}", spot.level)
                        )

    def _unzip(self, archive: ZipFile, info: ZipInfo, spot: _Spot) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise _LeftError("encrypted")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _LeftError("a link, not a file")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise _LeftError(_NOT_READ)
        with archive.open(info) as stream:
            self._member(stream, info.compress_size, _Spot(spot.target, spot.shown, spot.level + 1))

    def _is_meant(self, target: Path) -> bool:
        inside = target.relative_to(self._folder).as_posix()
        meant = bool(self._config.only) or fits(inside, self._config.source.kind)
        return meant and is_kept(self._config, inside)

    def _member(self, stream: _Bytes, packed: int, spot: _Spot) -> None:
        """Write one member where it belongs; one that is an archive itself is opened in its turn."""
        if spot.target.suffix.lower() in _OTHER_ARCHIVES:
            raise _LeftError(_NOT_READ)
        nested = spot.target.suffix.lower() in (".zip", ".gz")
        self._nested += nested
        target = self._scratch / f"{self._nested}{spot.target.suffix.lower()}" if nested else spot.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise _LeftError("same name as an earlier file of the archive")
        try:
            self._write(stream, packed, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        if nested:
            with self._one(spot.shown):
                self._archive(target, spot)
            target.unlink()
        else:
            self.files.append(target)

    def _write(self, stream: _Bytes, packed: int, target: Path) -> None:
        most = max(self._limits.small, packed * self._limits.ratio)
        size = 0
        with target.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._bytes += len(chunk)
                if self._bytes > self._limits.total:
                    raise _LeftError(
                        f"archives that unpack to more than {self._limits.total >> 20:,} MB in all"
                    )
                if size > most:
                    raise _LeftError(f"unpacks to more than {self._limits.ratio} times its size")
                file.write(chunk)


def is_archive(file: Path) -> bool:
    """Say whether a file is a .zip or .gz by its name, or gzip by its first bytes."""
    if file.suffix.lower() in (".zip", ".gz"):
        return True
    try:
        with file.open("rb") as stream:
            return stream.read(len(_GZIP)) == _GZIP
    except OSError:
        return False


def is_zip(file: Path) -> bool:
    """Say whether an archive is a .zip: a workbook (.xlsx) is one inside, but read as what it is."""
    return file.suffix.lower() == ".zip"


def _name_inside(name: str) -> PurePosixPath:
    """Return a member's name as a path below the folder; raises _LeftError for one that leads elsewhere."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0] or not all(part.isprintable() for part in parts):
        raise _LeftError("a name that leads out of the archive")
    return PurePosixPath(*(part for part in parts if part not in ("", ".")))


def _list_size(file: Path) -> int:
    """Return how many bytes the list of a zip's members has, as its end says; 0 where that is not said."""
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _END_AND_COMMENT))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0:
        return 0
    if tail[at - _LOCATOR_SIZE :].startswith(_LOCATOR):  # zip64: then `zipfile` takes the size from there
        end = at - _LOCATOR_SIZE - _END64_SIZE
        return int.from_bytes(tail[end + 40 : end + 48], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _stand_in(file: Path, target: Path) -> None:
    """Make a plain file appear in the folder too, without a copy where the system has links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for make in (os.symlink, os.link, shutil.copyfile):
        try:
            make(file.resolve(), target)
        except OSError:
            continue
        return
    raise _LeftError("cannot be opened")
