"""The office's database: is it there, and in the form that this release wants? Nothing is created or changed."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from server.config import Config
from server.doctor.finding import Finding
from server.office.base.database import database_url, open_engine, revealed, revisions
from server.pools import in_thread

NAME = "データベース"


async def office(config: Config) -> Finding:
    """For `examine`: looks in a thread of its own."""
    return await in_thread(_office, config)


def _office(config: Config) -> Finding:
    url = revealed(config.office_url)
    if (
        url is None and not (config.data_dir / "office.db").exists()
    ):  # opening it would make it, and by the wrong person
        return Finding(NAME, "good", "まだありません。はじめに動かすときに作られます。")
    try:
        address = make_url(database_url(config.data_dir, url))
        if address.get_backend_name() == "postgresql":  # its own wait is two minutes, and cannot be interrupted
            address = address.update_query_dict({"connect_timeout": "5"})
        engine = open_engine(address.render_as_string(hide_password=False))
        try:
            has, wants = revisions(engine)
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        todo = (
            "ENGAWA_OFFICE_URL と、データベースが動いているかを見てください。"
            if url
            else "ファイルの持ち主を見てください。"
        )
        return Finding(NAME, "bad", f"ひらけません({type(error).__name__})。", todo)
    if has == wants:
        return Finding(NAME, "good", "ひらけます。形は最新です。")
    todo = "バックアップをとってから Engawa を再起動してください。形は起動のときに新しくなります。"
    return Finding(NAME, "warn", "ひらけますが、形がこの版とちがいます。", todo)
