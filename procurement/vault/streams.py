"""Files sealed piece by piece, so that no whole file ever stands readable on disk or in memory.

The format, version 1: the four bytes "TVS1"; the 24-byte header of libsodium's secretstream
(XChaCha20-Poly1305); then frames. A frame is 65,536 bytes of the file and 17 bytes that guard
them. Only the last may be shorter: it is padded (ISO/IEC 7816-4) to a multiple of 4096 and carries
the tag FINAL, so that a file cut short is noticed. Each frame depends on those before it: one
that is changed, missing, doubled or out of place does not open.
"""

import hashlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from nacl import bindings
from nacl.exceptions import CryptoError

from procurement.vault.envelopes import BLOCK
from procurement.vault.errors import BrokenStream

MAGIC = b"TVS1"
PIECE = 65_536
"""Bytes of the file in a frame."""
FRAME = PIECE + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class StreamSealer:
    """Seals one file under a new random key; what `push` and `finish` return, in order, is it.

    `key` goes into the bid's envelope, together with `plain_sha256`; outside it they would open
    or betray the file.
    """

    def __init__(self) -> None:
        self.key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, self.key)
        self._unsent = MAGIC + header
        self._waiting = bytearray()
        self._plain, self._sealed = hashlib.sha256(), hashlib.sha256()
        self._is_finished = False
        self.plain_size = 0
        self.size = 0

    def push(self, chunk: bytes) -> bytes:
        """Take the next bytes of the file, any number; returns sealed bytes, possibly none."""
        self._refuse_when_finished()
        self._plain.update(chunk)
        self.plain_size += len(chunk)
        self._waiting += chunk
        frames = []
        while len(self._waiting) >= PIECE:
            piece = bytes(self._waiting[:PIECE])
            del self._waiting[:PIECE]
            frames.append(self._frame(piece, _MESSAGE))
        return self._sent(frames)

    def finish(self) -> bytes:
        """The last sealed bytes; without them the file does not open."""
        self._refuse_when_finished()
        self._is_finished = True
        padded = bindings.sodium_pad(bytes(self._waiting), BLOCK)
        self._waiting.clear()
        return self._sent([self._frame(padded, _FINAL)])

    @property
    def plain_sha256(self) -> str:
        """Of the readable bytes pushed so far, in hexadecimal."""
        return self._plain.hexdigest()

    @property
    def sha256(self) -> str:
        """Of the sealed bytes returned so far, in hexadecimal; `size` is their number."""
        return self._sealed.hexdigest()

    def _frame(self, piece: bytes, tag: int) -> bytes:
        return bindings.crypto_secretstream_xchacha20poly1305_push(self._state, piece, tag=tag)

    def _sent(self, frames: list[bytes]) -> bytes:
        sealed = self._unsent + b"".join(frames)
        self._unsent = b""
        self._sealed.update(sealed)
        self.size += len(sealed)
        return sealed

    def _refuse_when_finished(self) -> None:
        if self._is_finished:
            raise ValueError("This stream has been finished.")


def unsealed(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The readable bytes of a sealed file, piece by piece; `chunks` may be cut anywhere.

    BrokenStream when anything is wrong. That may show only at the end, as a cut does: what was
    given before it is a part of the file, and must be thrown away.
    """
    frames = _frames(chunks)
    state = _state(next(frames), key)
    piece, tag = b"", _MESSAGE
    for frame in frames:
        if tag == _FINAL:
            raise BrokenStream(_("Something was put behind the end of the file."))
        if piece:
            yield piece
        piece, tag = _pulled(state, frame)
    if tag != _FINAL:
        raise BrokenStream(_("The file was cut short."))
    yield _without_padding(piece)


def _frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The start of the file, then its frames; the last is what is left over."""
    waiting = bytearray()
    wanted = len(MAGIC) + _HEADER
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= wanted:
            yield bytes(waiting[:wanted])
            del waiting[:wanted]
            wanted = FRAME
    if waiting or wanted != FRAME:
        yield bytes(waiting)


def _state(start: bytes, key: bytes) -> bindings.crypto_secretstream_xchacha20poly1305_state:
    if len(start) != len(MAGIC) + _HEADER or not start.startswith(MAGIC):
        raise BrokenStream(_("This is not a sealed file."))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, start[len(MAGIC) :], key)
    return state


def _pulled(
    state: bindings.crypto_secretstream_xchacha20poly1305_state, frame: bytes
) -> tuple[bytes, int]:
    try:
        return bindings.crypto_secretstream_xchacha20poly1305_pull(state, frame)
    except CryptoError as error:
        raise BrokenStream(_("The file was changed, or this is not its key.")) from error


def _without_padding(piece: bytes) -> bytes:
    try:
        return bindings.sodium_unpad(piece, BLOCK)
    except CryptoError as error:
        raise BrokenStream(_("The end of the file is not as it was sealed.")) from error
