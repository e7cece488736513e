"""What happens when somebody comes for the first time, step by step, as `scenes.FIRST_TIME` draws it. (Title, words.)

The easy text is a text of its own: short sentences, one thing in each.
"""

from __future__ import annotations

from server.office.papers.words import Language

STEPS: dict[Language, tuple[tuple[str, str], ...]] = {
    "ja": (
        ("入口をひらく", "このページの「入口へ」か、チラシのQRコードから。アプリも登録もいりません。"),
        ("縁側からのぞく", "まずは外から見るだけ。あなたのことは、人数のほかは伝わりません。このまま帰ってもかまいません。"),
        ("よび名と絵をえらぶ", "本名でないほうが安心です。はじめから入っている名前のままでも大丈夫。顔は出ません。"),
        ("すきな席にすわる", "輪の席でも、聞くだけのリスナー席でも。だまっていて大丈夫です。"),
        ("話す、書く、うなずく", "マイクは、あなたが押すまで出ません。文字でも、うなずくだけでも。パスに理由はいりません。"),
        ("つかれたら休む", "休憩の場所には、声がとどきません。お茶をのんで、もどりたくなったらもどれます。"),
        ("しずかに出る", "「しずかに出る」を押すか、画面を閉じるだけ。だれにも知らされません。"),
    ),
    "ja-simple": (
        ("入口を 開きます", "「入る」を 押します。アプリは いりません。お金も いりません。"),
        ("外から 見ます", "はじめは 見るだけです。あなたの 名前は 出ません。見て、すぐ 帰っても いいです。"),
        ("名前と 絵を 選びます", "ほんとうの 名前は いりません。顔は 出ません。"),
        ("席に 座ります", "話す 席と、聞くだけの 席が あります。話さなくても いいです。"),
        ("話します。書きます", "声で 話せます。文字も 書けます。何も しなくても いいです。"),
        ("休みます", "つかれた ときは、休む 場所が あります。声は 聞こえません。"),
        ("帰ります", "「しずかに出る」を 押します。だれも わかりません。いつでも 帰れます。"),
    ),
    "en": (
        ("Open the door", "By “To the door” on these pages or the QR code of a flyer. No app, no account."),
        ("Look in from the veranda", "You only watch at first, seen as one more onlooker in a number."),
        ("Choose a name and a picture", "Better not your real name; the proposed one will do. No faces are shown."),
        ("Take a seat you like", "In the circle, or in a listener's seat. You need not say anything."),
        ("Speak, write, nod", "Your microphone is off until you press it. Writing counts as much, and so does a nod."),
        ("Rest when you are tired", "No voice is heard in the place to rest. Have some tea, and come back when you like."),
        ("Leave quietly", "Press “leave quietly” or close the page. Nobody is told."),
    ),
}  # fmt: skip
