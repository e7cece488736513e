"""docs/activities.md: what there is in the library, made from the files. `python -m server.office.content.page`."""

from __future__ import annotations

import sys

from server.office.content.activities import Activity, Way
from server.office.content.shelf import defaults

PRESSURES = ("とてもやさしい", "やさしい", "ほどほど", "すこし勇気", "勇気がいる")
"""In the words of the desk (web_client/src/pages/library/library-words.ts)."""
_WAYS = {Way.VOICE: "声で", Way.TEXT: "文字で", Way.TAPS: "おすだけで"}
_INTRODUCTION = """\
# アクティビティ

`server/office/content/defaults/` のファイルから `python -m server.office.content.page > docs/activities.md` で作られます。
手で直さず、ファイルを直してください。団体のものの足しかたは [content.md](content.md#アクティビティ) にあります。

どれも、書いてあるやりかたのどれかひとつだけで、さいごまでできます。見ているだけでも、そこにいることになります。勇気は、
はじめての人がどのくらい気をはるかのめやすで、人をはかるものではありません。
"""


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", "<br>")


def _row(activity: Activity) -> str:
    people = activity.people
    cells = (
        f"**{activity.title.ja}** `{activity.id}`<br>{activity.about.ja}",
        f"{people.least}〜{people.most}人",
        f"{activity.minutes}分",
        f"{activity.pressure} {PRESSURES[activity.pressure - 1]}",
        "・".join(_WAYS[way] for way in activity.ways),
        f"「{activity.first}」",
        activity.listening,
        activity.paper,
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def describe() -> str:
    """The page: the gentle ones first, as the desk has them."""
    head = (
        "名前と進めかた",
        "人数",
        "時間",
        "勇気",
        "やりかた",
        "はじめに言うこと",
        "聞くだけの人",
        "会場で(端末なし)",
    )
    rows = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    rows += [_row(each) for each in sorted(defaults().activities, key=lambda each: each.pressure)]
    return _INTRODUCTION + "\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(describe())
