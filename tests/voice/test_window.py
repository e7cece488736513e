"""The reorder window: order, once each, bounds, and delay that shrinks again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.voice.window import CAPACITY, MAX, Missing, Waiting, Window


@given(st.lists(st.tuples(st.integers(0, 65535), st.booleans()), max_size=200), st.integers(0, 65535))
def test_packets_come_out_in_order_and_at_most_once(steps: list[tuple[int, bool]], start: int) -> None:
    window, now, out = Window(), 0.0, []
    for offset, pops in steps:
        now += 0.02
        sequence = (start + offset % 300) & 0xFFFF
        window.push(sequence, 960 * offset, str(offset % 300).encode(), 20, now)
        assert len(window) <= CAPACITY
        if pops:
            taken = window.pop(now)
            if isinstance(taken, Waiting):
                out.append(int(taken.payload))
    assert len(set(out)) == len(out)
    assert out == sorted(out)


@given(st.integers(0, 65535), st.integers(1, 400))
def test_a_steady_stream_is_played_whole_across_the_wrap_of_sequence_numbers(start: int, count: int) -> None:
    window, now, out = Window(), 0.0, []
    for number in range(count):
        now += 0.02
        window.push((start + number) & 0xFFFF, 960 * number, number.to_bytes(2, "big"), 20, now)
        taken = window.pop(now)
        if isinstance(taken, Waiting):
            out.append(int.from_bytes(taken.payload, "big"))
    assert out == list(range(out[0], out[0] + len(out)))
    assert count - len(out) <= MAX


def feed(window: Window, first: int, count: int, now: float) -> float:
    for number in range(first, first + count):
        window.push(number, 960 * number, b"x", 20, now)
    return now


def test_a_lost_packet_is_missing_and_what_follows_is_played() -> None:
    window = Window()
    feed(window, 0, 1, 0.0)
    assert isinstance(window.pop(0.1), Waiting)
    feed(window, 2, 1, 0.12)
    assert isinstance(window.pop(0.12), Missing)
    assert isinstance(window.pop(0.14), Waiting)
    assert window.lost == 1


def test_a_late_packet_is_dropped() -> None:
    window = Window()
    feed(window, 5, 2, 0.0)
    window.pop(0.1)
    window.push(3, 960 * 3, b"late", 20, 0.12)
    assert window.late == 1
    assert isinstance(taken := window.pop(0.12), Waiting)
    assert taken.payload == b"x"


def test_the_delay_of_a_burst_is_gone_within_five_seconds() -> None:
    """A stall of the network delivers half a second at once; the window must not stay that full."""
    window, now = Window(), 0.0
    number = 0
    for _ in range(50):
        now = feed(window, number, 1, now + 0.02)
        number += 1
        window.pop(now)
    now = feed(window, number, 25, now + 0.02)
    number += 25
    assert len(window) > 20
    for _ in range(250):
        now = feed(window, number, 1, now + 0.02)
        number += 1
        window.pop(now)
    assert len(window) <= MAX


def test_a_pause_is_not_loss() -> None:
    window = Window()
    feed(window, 0, 3, 0.0)
    for step in range(8):
        window.pop(0.1 + step * 0.02)
    feed(window, 3, 3, 5.0)
    assert isinstance(window.pop(5.2), Waiting)
    assert window.lost == 0


def test_one_lost_packet_in_a_steady_stream_is_faded_over_and_costs_no_delay() -> None:
    window, taken = Window(), []
    for number in range(60):
        now = number * 0.02
        if number != 30:
            window.push(number, 960 * number, b"x", 20, now)
        taken.append(window.pop(now + 0.001))
    assert sum(isinstance(each, Missing) for each in taken) == 1
    assert window.lost == 1
    assert taken.count(None) <= MAX
    assert len(window) <= 1
