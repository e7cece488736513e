"""One visitor is one however a proxy writes their address, and nobody is one with strangers because of it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.identity.networks import network_of

PORTS = st.integers(0, 65_535)


@given(st.ip_addresses(v=4), PORTS)
def test_an_ipv4_address_is_one_visitor_in_each_of_its_spellings(address: IPv4Address, port: int) -> None:
    mapped = IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    translated = IPv6Address(IPv6Address("64:ff9b::").packed[:12] + address.packed)
    spellings = [
        f"{address}", f"{address}:{port}", f"::ffff:{address}", f"::FFFF:{address}", mapped.compressed, mapped.exploded,
        f"[::ffff:{address}]:{port}", translated.compressed, f"64:ff9b::{address}",
    ]  # fmt: skip
    assert {network_of(each) for each in spellings} == {str(address)}


@given(st.ip_addresses(v=6), PORTS, st.integers(0, 2**64 - 1))
def test_a_household_is_one_visitor_by_whichever_of_its_addresses(address: IPv6Address, port: int, other: int) -> None:
    if address in IPv6Network("::/64") or address in IPv6Network("64:ff9b::/64"):
        return
    house = IPv6Address(int(address) & ~(2**64 - 1) | other)
    spellings = [address.compressed, address.exploded, f"[{address}]", f"[{address}]:{port}", house.compressed]
    assert {network_of(each) for each in spellings} == {str(IPv6Network((address, 64), strict=False))}


def test_neighbours_are_two() -> None:
    assert network_of("2001:db8:1:2::9") != network_of("2001:db8:1:3::9")
    assert network_of("::ffff:192.0.2.1") != network_of("::ffff:192.0.2.2")
    assert network_of("fe80::1%eth0") == network_of("fe80::1")


@pytest.mark.parametrize(
    "what", ["unknown", "", "192.0.2", "192.0.2.1:", "[192.0.2.1", "999.0.0.1:80", "_hidden", "[]"]
)
def test_whatever_is_no_address_is_as_it_stands(what: str) -> None:
    assert network_of(what) == what
