"""What an address on the web holds, fetched within bounds; only ever what a person has named.

The sole room of urllib3. Nothing here knows what an article is.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from index.formats.documents import UnreadableFileError

if TYPE_CHECKING:
    from urllib3 import PoolManager

REDIRECTS = 5
SECONDS = 30.0
"""For one address from the first byte to the last, whatever trickles."""
WAIT = 10.0
"""Seconds to connect, and between two bytes."""
BYTES = 32 << 20
"""Of one address, unpacked."""
PAUSE = 0.5
"""Seconds between two addresses of one host."""
_CHUNK = 1 << 16
_PIECE = 1 << 12
"""Bytes of gzipped data at once: what follows a member in its piece is copied."""
GZIP = b"\x1f\x8b"
_INSIDE = "leads into the local network, to {}"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.I)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address held: after all redirects, without parameters of its type."""

    address: str
    kind: str
    """Media type, lower-cased: "text/html"."""
    charset: str
    data: bytes


class Fetcher:
    """Fetches addresses, politely. Close it after use."""

    def __init__(
        self, *, local: bool = False, pause: Callable[[float], object] = time.sleep
    ) -> None:
        """`local` says whether addresses of this machine and its network may be fetched."""
        import urllib3

        self._local = local
        self._pool: PoolManager = urllib3.PoolManager(
            headers={
                "User-Agent": f"footnote/{metadata.version('footnote')}",
                "Accept-Encoding": "gzip",
            },
            retries=False,
            timeout=urllib3.Timeout(connect=WAIT, read=WAIT),
        )
        self._limit = _Limit()
        _hold(self._pool, self._limit, local=local)
        self._pause = pause
        self._last: dict[str, float] = {}

    def close(self) -> None:
        """Close all connections."""
        self._pool.clear()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, address: str) -> Fetched:
        """Fetch an address. Raises UnreadableFileError, whose message follows the address."""
        import urllib3

        try:
            with self._limit.running():
                return self._led(address)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise UnreadableFileError(f"cannot be fetched ({_plain(error)})") from error

    def _led(self, address: str) -> Fetched:
        """What an address holds, or the one that it leads to."""
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise UnreadableFileError(f"leads to {address[:200]}, which is no web address")
            if not self._local and is_local(address):
                raise UnreadableFileError(_INSIDE.format(parts.hostname))
            self._wait(parts.hostname)
            response = self._pool.request(
                "GET", address, redirect=False, preload_content=False, decode_content=True
            )
            try:
                if target := response.get_redirect_location():
                    address = _joined(address, str(target))
                    continue
                return _fetched(address, response)
            finally:
                response.release_conn()
                response.close()
        raise UnreadableFileError(f"leads on and on: more than {REDIRECTS} redirects")

    def _wait(self, host: str) -> None:
        now = time.monotonic()
        due = self._last.get(host, -PAUSE) + PAUSE
        if due > now:
            self._pause(due - now)
        self._last[host] = max(now, due)


def is_local(address: str) -> bool:
    """Whether an address is this machine's or a private network's: its name says so or leads there.

    The system's resolver is asked, since 127.1, 2130706433 and many a name mean 127.0.0.1 as well.
    """
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").lower()
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            return True
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if host else []
    except (OSError, ValueError):
        return False  # nobody knows it, or it is no address at all, which `Fetcher.get` tells
    return not all(_is_global(str(each[4][0])) for each in found)


def _is_global(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    return (getattr(address, "ipv4_mapped", None) or address).is_global


class _Limit:
    """Shuts a connection down under its reader once an address has had its time.

    The clock cannot be looked at between two reads: the end of a header may never come.
    """

    def __init__(self) -> None:
        self._over = False
        self._used: socket.socket | None = None

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """For one address. Raises UnreadableFileError where its time was up."""
        self._over, self._used = False, None
        timer = threading.Timer(SECONDS, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception:
            if not self._over:
                raise
        finally:
            timer.cancel()
            timer.join()
        if self._over:  # whatever came of it: what is cut short may look whole, or damaged
            raise UnreadableFileError(f"takes longer than {SECONDS:.0f} seconds")

    def watch(self, used: socket.socket | None) -> None:
        """The connection that is read from now on."""
        self._used = used
        if self._over:
            self._end()

    def _end(self) -> None:
        self._over = True
        if self._used is not None:
            with contextlib.suppress(OSError):  # it is closed already
                # As the plain socket that it is: shut down by its own method, an encrypted one
                # hands on what it has not decrypted.
                socket.socket.shutdown(self._used, socket.SHUT_RDWR)


def _hold(pool: PoolManager, limit: _Limit, *, local: bool) -> None:
    """Hold a pool's connections to a limit, and to what is outside unless they may be `local`."""
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            # Whatever its name was said to mean before.
            if not local and self.sock and not _is_global(self.sock.getpeername()[0]):
                self.close()
                raise UnreadableFileError(_INSIDE.format(self.host))

        def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]
            limit.watch(self.sock)
            return super().getresponse()

    class Encrypted(Plain, HTTPSConnection):
        pass

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Encrypted

    pool.pool_classes_by_scheme = {"http": PlainPool, "https": EncryptedPool}


def _fetched(address: str, response: Any) -> Fetched:
    if response.status != 200:
        raise UnreadableFileError(f"is answered with status {response.status}")
    gzipped = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
    data = bytearray()
    # What there is: `read` would wait for all of it. urllib3 takes cut gzip data for whole.
    while chunk := response.read1(_CHUNK, decode_content=not gzipped):
        data += chunk
        if len(data) > BYTES:
            raise UnreadableFileError(f"is larger than {BYTES >> 20} MB")
    kind, _, rest = response.headers.get("Content-Type", "").partition(";")
    charset = _CHARSET.search(rest)
    whole = unpacked(bytes(data)) if gzipped else bytes(data)
    return Fetched(address, kind.strip().lower(), charset[1] if charset else "", whole)


def unpacked(data: bytes) -> bytes:
    """What gzipped data holds, in all its members. Raises UnreadableFileError.

    What follows the last member is padding.
    """
    whole = bytearray()
    at = 0
    try:
        while data.startswith(GZIP, at):
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            while not member.eof:
                piece = data[at : at + _PIECE]
                if not piece:
                    raise UnreadableFileError("ends too early")
                whole += member.decompress(piece, BYTES + 1 - len(whole))
                if len(whole) > BYTES:
                    raise UnreadableFileError(f"is larger than {BYTES >> 20} MB")
                at += len(piece) - len(member.unused_data)
    except zlib.error as error:
        raise UnreadableFileError(f"cannot be unpacked ({error})") from error
    if data and not at:
        raise UnreadableFileError("cannot be unpacked (it is not gzipped)")
    return bytes(whole)


def _joined(address: str, target: str) -> str:
    """A redirect's target, without its fragment.

    Headers are read as Latin-1, in which a target of raw UTF-8 would be another address.
    """
    with contextlib.suppress(UnicodeError):
        target = target.encode("latin-1").decode()
    return urlunsplit(urlsplit(urljoin(address, target))._replace(fragment=""))


def _plain(error: Exception) -> str:
    """The last and plainest of an error's reasons."""
    reason = getattr(error, "reason", None) or error
    return str(reason).rpartition(": ")[2][:200] or type(error).__name__
