"""The command line: what there is and how it is called. What a command does stands in a file beside this one, imported when
the command runs: so `engawa --help` costs hardly more than the library that writes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# Rich would triple what --help costs; tracebacks are for logs.
app = typer.Typer(
    help="縁側: a server for hybrid 居場所 sessions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _group(name: str, help_: str) -> typer.Typer:
    made = typer.Typer(help=help_, no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(made, name=name)
    return made


sessions = _group("session", "Sessions.")
links = _group("link", "Links.")
schedules = _group("schedule", "Schedules.")
staff = _group("staff", "Staff accounts.")
addresses = _group("address", "Former public addresses.")
content = _group("content", "A town's own templates, prompts and cards.")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"engawa {version('engawa')}")
        raise typer.Exit


@app.callback()
def engawa(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版を出す")] = False,
) -> None:
    """縁側: a server for hybrid 居場所 sessions."""


@app.command("serve")
def serve_command() -> None:
    """Serve every planned session until stopped. At the first start, print the link for the first administrator."""
    from server.cli.running import serve_all

    serve_all()


@app.command()
def demo() -> None:
    """Serve a session and an office to look at, and print their links."""
    from server.cli.running import serve_demo

    serve_demo()


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON で出す")] = False) -> None:
    """Look at the settings and this machine; say what is well and what to do. Exit code 1 if something must be mended."""
    from server.cli.looking import look

    look(as_json)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="書き出すファイル 例 engawa-2026-12-01.zip")]) -> None:
    """Write the office's data and keys into one file. A server may run meanwhile; live sessions' words are not in it."""
    from server.cli.office import write_backup

    write_backup(target)


@app.command("restore")
def restore_command(source: Annotated[Path, typer.Argument(help="控えのファイル")]) -> None:
    """Put a backup into an empty data folder or database."""
    from server.cli.office import read_backup

    read_backup(source)


@sessions.command("new")
def session_new(
    title: Annotated[str, typer.Option(help="会の名前")] = "ふらっと",
    opens: Annotated[str | None, typer.Option(help="扉がひらく日時(日本時間) 例 2026-12-05T14:00、なければ今")] = None,
    hours: Annotated[float, typer.Option(min=0.25, max=72, help="何時間")] = 2.0,
    capacity: Annotated[int, typer.Option(min=1, max=1000, help="定員")] = 120,
    base: Annotated[str | None, typer.Option(help="リンクのはじまり")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON で出す")] = False,
) -> None:
    """Plan a session and print its links. A running server picks it up when somebody joins."""
    from server.cli.sessions import make

    make(title, opens, hours, capacity, base, as_json)


@sessions.command("list")
def session_list() -> None:
    """Sessions that have not ended."""
    from server.cli.sessions import show_all

    show_all()


@sessions.command("links")
def session_show_links(session: str) -> None:
    """The links of a session, with their ids (for `engawa link revoke`)."""
    from server.cli.sessions import show_links

    show_links(session)


@links.command("revoke")
def link_revoke(link: str) -> None:
    """Make a link useless, at once for those who come new or reconnect."""
    from server.cli.sessions import revoke

    revoke(link)


@schedules.command("preview")
def schedule_preview(
    file: Annotated[str, typer.Argument(help="JSON のファイル。- は標準入力")] = "-",
    first: Annotated[str | None, typer.Option("--from", help="この日から 例 2026-04-01")] = None,
    last: Annotated[str | None, typer.Option("--to", help="この日まで(なければ次の12回)")] = None,
) -> None:
    """Read a schedule as JSON (docs/schedule.md) and print its reading and its dates as JSON. Exit code 1 if it is wrong."""
    from server.cli.schedules import print_preview

    print_preview(file, first, last)


@staff.command("setup-link")
def staff_setup_link() -> None:
    """A new one-time link for the first administrator, while there is none. Earlier ones stop working."""
    from server.cli.office import setup_link

    setup_link()


@staff.command("password")
def staff_password(mail: Annotated[str, typer.Argument(help="職員のメールアドレス")]) -> None:
    """Set a new password for somebody who is locked out; asks for it. Their other sessions end, TOTP is taken away."""
    from server.cli.office import set_password

    set_password(mail)


@staff.command("unlock")
def staff_unlock(mail: Annotated[str, typer.Argument(help="職員のメールアドレス")]) -> None:
    """A link for somebody whom strangers keep out by wrong tries: it makes a browser known, once, within an hour."""
    from server.cli.office import unlock_link

    unlock_link(mail)


@addresses.command("release")
def address_release(slug: Annotated[str, typer.Argument(help="団体の前のアドレス 例 kita-shi")]) -> None:
    """Give free what an organisation was found by before: it leads there no more, and any organisation can take it."""
    from server.cli.office import release_address

    release_address(slug)


@content.command("check")
def content_check(
    files: Annotated[list[Path], typer.Argument(help="YAML のファイル 例 content/odai.yaml")],
) -> None:
    """Read files of content (docs/content.md) as the server does at its start. What is wrong is printed as FILE:LINE:
    reason, with exit code 1; nothing where all is well."""
    from server.cli.content import check_files

    check_files(files)
