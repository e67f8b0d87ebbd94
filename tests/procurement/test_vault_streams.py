"""Sealed files: whole, in order, and readable with their own key only."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.vault import BrokenStream, StreamSealer, unsealed
from procurement.vault.streams import FRAME, MAGIC, PIECE

START = len(MAGIC) + 24
EDGES = (0, 1, 4095, 4096, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 4095)
sizes = st.sampled_from(EDGES) | st.integers(0, 3 * PIECE)


def contents(size: int) -> bytes:
    """Bytes that differ from place to place."""
    return b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 1))[:size]


def cut(whole: bytes, sizes_of_cuts: list[int]) -> list[bytes]:
    """The bytes in pieces of these sizes, the rest last."""
    chunks = []
    for size in sizes_of_cuts:
        chunks.append(whole[:size])
        whole = whole[size:]
    return [*chunks, whole]


def sealed(chunks: list[bytes]) -> tuple[bytes, StreamSealer]:
    sealer = StreamSealer()
    return b"".join([*(sealer.push(chunk) for chunk in chunks), sealer.finish()]), sealer


def opened(stream: bytes, key: bytes) -> bytes:
    return b"".join(unsealed([stream], key))


def frames(stream: bytes) -> list[bytes]:
    """The start, then the frames."""
    body = stream[START:]
    return [stream[:START], *(body[at : at + FRAME] for at in range(0, len(body), FRAME))]


@given(sizes, st.lists(st.integers(0, PIECE), max_size=6), st.lists(st.integers(0, FRAME)))
@settings(max_examples=60)
def test_a_file_comes_out_as_it_went_in_however_it_is_cut(size, cuts_in, cuts_out):
    plain = contents(size)
    stream, sealer = sealed(cut(plain, cuts_in))
    assert b"".join(unsealed(cut(stream, cuts_out), sealer.key)) == plain


@pytest.mark.parametrize("size", EDGES)
def test_sizes_and_digests_are_of_what_went_in_and_came_out(size):
    plain = contents(size)
    stream, sealer = sealed([plain])
    assert (sealer.plain_size, sealer.size) == (size, len(stream))
    assert sealer.plain_sha256 == hashlib.sha256(plain).hexdigest()
    assert sealer.sha256 == hashlib.sha256(stream).hexdigest()


def test_the_length_of_a_sealed_file_tells_only_how_many_blocks():
    lengths = {len(sealed([contents(size)])[0]) for size in range(0, 4096, 315)}
    assert len(lengths) == 1


def test_a_file_is_handed_on_while_it_comes_in():
    sealer = StreamSealer()
    assert len(sealer.push(contents(PIECE))) == START + FRAME
    assert sealer.push(b"x") == b""


def test_nothing_readable_is_in_a_sealed_file():
    stream, _sealer = sealed([b"Een plan van aanpak " * 10_000])
    assert b"plan van aanpak" not in stream


def test_each_file_has_a_key_of_its_own():
    stream, one = sealed([b"x"])
    other = StreamSealer()
    assert one.key != other.key
    with pytest.raises(BrokenStream):
        opened(stream, other.key)


@given(st.data())
@settings(max_examples=150)
def test_one_changed_bit_is_never_accepted(data):
    stream, sealer = sealed([contents(PIECE + 10)])
    bit = data.draw(st.integers(0, len(stream) * 8 - 1))
    changed = bytearray(stream)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BrokenStream):
        opened(bytes(changed), sealer.key)


@given(st.data())
@settings(max_examples=150)
def test_a_file_cut_short_is_never_accepted(data):
    stream, sealer = sealed([contents(2 * PIECE + 10)])
    edges = st.sampled_from([0, 3, 4, START, START + FRAME, START + 2 * FRAME])
    length = data.draw(edges | st.integers(0, len(stream) - 1))
    with pytest.raises(BrokenStream):
        opened(stream[:length], sealer.key)


def test_a_file_that_itself_looks_like_an_end_cannot_be_cut_there():
    stream, sealer = sealed([b"x" * (PIECE - 1) + b"\x80" + b"y"])
    with pytest.raises(BrokenStream) as refused:
        opened(b"".join(frames(stream)[:2]), sealer.key)
    assert refused.value.messages == ["Het bestand is afgebroken."]


@pytest.mark.parametrize(
    "order",
    [
        (0, 2, 1, 3),  # other order
        (0, 1, 1, 2, 3),  # doubled
        (0, 1, 3),  # missing
        (0, 3),  # only the end
        (0, 1, 2, 3, 3),  # the end doubled
        (1, 2, 3),  # no start
    ],
)
def test_frames_are_accepted_in_their_order_only(order):
    stream, sealer = sealed([contents(2 * PIECE + 10)])
    parts = frames(stream)
    assert opened(b"".join(parts), sealer.key) == contents(2 * PIECE + 10)
    with pytest.raises(BrokenStream):
        opened(b"".join(parts[number] for number in order), sealer.key)


@pytest.mark.parametrize("more", [b"\x00", b"x" * FRAME, b"x" * (FRAME + 1)])
@pytest.mark.parametrize("size", [10, PIECE - 1])
def test_nothing_is_accepted_behind_the_end(more, size):
    stream, sealer = sealed([contents(size)])
    with pytest.raises(BrokenStream):
        opened(stream + more, sealer.key)


def test_what_stands_behind_a_whole_last_frame_is_told_so():
    stream, sealer = sealed([contents(PIECE - 1)])
    with pytest.raises(BrokenStream) as refused:
        opened(stream + b"x" * FRAME, sealer.key)
    assert refused.value.messages == ["Er is iets achter het einde van het bestand geplakt."]


def test_frames_of_two_files_do_not_mix():
    (one, sealer), (other, _) = sealed([contents(PIECE + 1)]), sealed([contents(PIECE + 1)])
    mixed = frames(one)[:2] + frames(other)[2:]
    with pytest.raises(BrokenStream):
        opened(b"".join(mixed), sealer.key)


@pytest.mark.parametrize("stream", [b"", b"TVS1", b"%PDF-1.7 " * 20])
def test_what_is_no_sealed_file_is_called_so(stream):
    with pytest.raises(BrokenStream) as refused:
        opened(stream, StreamSealer().key)
    assert refused.value.messages == ["Dit is geen verzegeld bestand."]


def test_nothing_is_added_to_a_finished_file():
    sealer = StreamSealer()
    sealer.finish()
    with pytest.raises(ValueError, match="finished"):
        sealer.push(b"x")
    with pytest.raises(ValueError, match="finished"):
        sealer.finish()
