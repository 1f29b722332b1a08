from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.channels.smtp.data import MessageBuffer, hops, read_message
from crmbot.channels.smtp.limits import Gate, Limits

# What matters to the reader of a message, often enough to meet in every order.
PIECES = st.lists(st.sampled_from([b"\r\n", b".", b"\r", b"\n", b"x", b"..", b"\r\n.", b"\0"]) | st.binary(max_size=5))


async def read(chunks: list[bytes], limit: int = 64) -> tuple[bytes, bytes]:
    """The message in `chunks`, and what is left for the next command."""
    reader = asyncio.StreamReader(limit=limit)
    buffer = MessageBuffer(Gate(Limits()), 1_000_000)
    task = asyncio.create_task(read_message(reader, buffer, lambda: None))
    for chunk in chunks:
        reader.feed_data(chunk)
        await asyncio.sleep(0)
    await task
    reader.feed_eof()
    return buffer.content(), await reader.read()


def stuffed(content: bytes) -> bytes:
    """`content` as a client sends it (RFC 5321, 4.5.2)."""
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


@given(pieces=PIECES, cuts=st.lists(st.integers(1, 20), max_size=20), limit=st.integers(8, 80))
@settings(deadline=None)
def test_any_message_is_read_as_it_was_sent_however_it_is_cut(pieces, cuts, limit):
    content = b"".join(pieces) + b"\r\n"
    sent, chunks = stuffed(content) + b"QUIT\r\n", []
    for cut in cuts:
        chunks.append(sent[:cut])
        sent = sent[cut:]
    assert asyncio.run(read([*chunks, sent], limit)) == (content, b"QUIT\r\n")


def test_what_follows_the_last_dot_is_left_for_the_next_command():
    assert asyncio.run(read([b".\r\nRSET\r\n"])) == (b"", b"RSET\r\n")


def test_only_the_header_is_counted_for_loops():
    content = b"Received: a\r\nreceived: b\r\n\tfolded\r\nSubject: Received: c\r\n\r\nReceived: body\r\n"
    assert hops(content) == 2
    assert hops(b"\nReceived: body") == 0
    assert hops(b"") == 0


def test_counting_hops_in_a_large_message_looks_at_its_top_only():
    assert hops(b"X: y\r\n" * 500_000 + b"Received: a\r\n") == 0
