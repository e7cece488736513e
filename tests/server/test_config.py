"""Settings that cannot be right are refused at once, without showing what they hold."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from server.config import Config


@pytest.mark.parametrize(
    "url", ["http://u:geheim@h", "geheim", "redis://u:ge/heim@h:6379/0", "redis://u:geheim@h:port/0"]
)
def test_an_address_of_redis_that_cannot_be_one(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Config.model_validate({"redis_url": url})
    assert "redis_url" in str(refused.value)
    assert "heim" not in str(refused.value)


@pytest.mark.parametrize("url", ["redis://localhost", "rediss://u:p%40ss@h:6380/1", "unix://u:p@/run/redis.sock"])
def test_addresses_of_redis(url: str) -> None:
    config = Config.model_validate({"redis_url": url})
    assert config.redis_url is not None
    assert url not in repr(config)
