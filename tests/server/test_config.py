"""Settings that cannot be right are refused at once, without showing what they hold."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from server.config import Config


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        *(("redis_url", url) for url in ("http://u:geheim@h", "geheim", "redis://u:ge/heim@h:6379/0")),
        ("redis_url", "redis://u:geheim@h:port/0"),
        *(("smtp_url", url) for url in ("http://u:geheim@h", "geheim", "smtp://", "smtp://u:ge/heim@h:25")),
        *(("smtp_url", url) for url in ("smtps://u:geheim@h:port", "smtp://geheim@:0")),
    ],
)
def test_an_address_of_a_store_or_a_mail_server_that_cannot_be_one(setting: str, url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Config.model_validate({setting: url})
    assert setting in str(refused.value)
    assert "heim" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("engawa@example.jp", "engawa@example.jp"),
        ("縁側市<engawa@example.jp>", "縁側市 <engawa@example.jp>"),
        ('"縁側市 福祉課, 窓口" <engawa@example.jp>', "縁側市 福祉課, 窓口 <engawa@example.jp>"),
        ("縁側市＜ｅｎｇａｗａ＠example。jp＞", "縁側市 <engawa@example.jp>"),
        ("＜engawa@example.jp＞", "engawa@example.jp"),
        ("engawa@例え.jp", "engawa@xn--r8jz45g.jp"),
        (" ", None),
    ],
)
def test_who_sends_mail(written: str, read: str | None) -> None:
    assert Config.model_validate({"mail_from": written}).mail_from == read


@pytest.mark.parametrize(
    "written", ["縁側市", "engawa", "縁側@example.jp", "<>", "a@b@c.jp", "a@example.jp, b@example.jp"]
)
def test_a_sender_that_no_header_can_hold(written: str) -> None:
    with pytest.raises(ValidationError, match="mail_from"):
        Config.model_validate({"mail_from": written})


@pytest.mark.parametrize("url", ["redis://localhost", "rediss://u:p%40ss@h:6380/1", "unix://u:p@/run/redis.sock"])
def test_addresses_of_redis(url: str) -> None:
    config = Config.model_validate({"redis_url": url})
    assert config.redis_url is not None
    assert url not in repr(config)
