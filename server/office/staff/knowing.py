"""A link that makes a browser known to an account, for whom strangers slow by trying passwords at their mail address.

It lets nobody in: the password, and the digits where there are any, are asked for as always. It comes by mail, to the
account's own address, or from `engawa staff unlock`.

Invariant: who was sent MAILS within an hour has one that holds, unless they used all: a link holds as long as mails are
counted. So whoever asks for mails in another's name does not use up theirs.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

FOR_MS = 3_600_000
MAILS = 3
"""To one account in FOR_MS."""
SUBJECT = "縁側: ログインのためのリンク"


def known_secret(sign: Callable[[str], str], account: str, now: int, number: str) -> str:
    """A link's secret, from `now` (ms since 1970) for FOR_MS. `number` is random: two links of one moment are two."""
    return urlsafe_b64encode(sign(f"known {account} {now + FOR_MS} {number}").encode()).decode().rstrip("=")


def known_url(base: str, secret: str) -> str:
    """Where the link leads. The secret stands after #, where no server's log sees it, and opening it does not use it up:
    what looks through mail for its readers opens links, too."""
    return f"{base}/o#known={secret}"


def account_of(unsign: Callable[[str], str | None], secret: str, now: int) -> str | None:
    """Whose link it is; None if it does not hold (any longer)."""
    try:
        signed = urlsafe_b64decode(secret + "=" * (-len(secret) % 4)).decode()
    except ValueError:
        return None
    words = (unsign(signed) or "").split(" ")
    if len(words) != 4 or words[0] != "known" or int(words[2]) <= now:
        return None
    return words[1]


def mail_text(url: str) -> str:
    """What stands in the mail."""
    return (
        "縁側(職員の画面)へのログインで、メールのリンクが求められました。\n"
        "ログインしたい端末で、1時間のうちに、下のリンクをひらいてください。一度だけ使えます。\n\n"
        f"{url}\n\n"
        "ひらいたあと、いつものようにパスワードを入れます。このリンクだけでは、だれも入れません。\n"
        "心当たりがなければ、何もしなくてだいじょうぶです。\n\n"
        "Somebody asked for this link to sign in to Engawa. Open it within an hour, on the device you want to sign in\n"
        "with; your password is asked for as always. If it was not you, there is nothing to do.\n"
    )
