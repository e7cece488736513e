"""Nobody passes for the staff, and whoever has an everyday name may keep it."""

# ruff: noqa: E501  (lists, read across)
from __future__ import annotations

import pytest

from moderation import disguises, text
from rooms.base import Role
from server.identity.nicknames import WORDS
from tests.moderation.asking import enter, verdict
from tests.rooms.helpers import World

EVERYDAY = """
さくら さくら2 はな はなこ ハナ はなちゃん たろう タロー けん ケンタ けんじ まさ まさる ゆき ゆきち ゆうき ゆうた みき みく みらい あお あおい そら
ソラ そらまめ うみ りく りくと かい なお なおき のぞみ ひかり ひなた ひなの ほのか まい まゆ まりも みお みかん むぎ めぐ もえ もも ももたろう やまと
よしこ らん りん りんご るい れい れお わか わかめ あきら いちご うさぎ うさこ えみ えりんぎ おかか おはぎ かき がき かぼす かん かんな かんり かりん
きいろ きなこ きゅうり くま くまきち くろねこ こたろう こまち ごま さとう さとし しお しおり しげる しろ しろくま しん しんご しんじ すず すずき すばる
せい せな ぜんざい たかし たぬき たまこ たんぽぽ ちか ちょこ つき つくし てつ てる とも ともだち とまと とら とりのす なつ なな なのはな にこ にゃんこ
ぬくもり ねこ ねこまる ねむ のら のり はち はると はれ ばなな ひつじ ひよこ ぴよ ふく ふくろう ふみ ぷりん べに ほし ほたる ぽち ぽんた まめ まる まろん
みけ みつば みどり むらさき めろん もか もぐ もち もちもち もなか やぎ やま ゆず ゆめ よぞら らいむ らっこ りす るな れもん ろく わさび わんこ
alice bob ken ken123 mike neko kuma sora yuki badminton Stafford taro Anna Иван Анна Ольга Νίκος 民 花子 太郎 健太 夕子 二郎 八重 力 工藤 口笛 三浦 小川
美咲 翔太 大翔 陽菜 司 進 進一 進次郎 営 公子 公平 役者 務 局長になりたい 相談したい人 受付中 管弦楽 管理栄養士 職人 員数外 運 運動不足 事務 シス スタミナ
スター スタバ ミスター タッフィー ふらっと 名無し 匿名 通りすがり はじめて 初参加 ひきこもり ねむい人 夜ふかし 本好き 猫と暮らす人 元教師 ゲーマー 絵描き
"""
STAFF_LIKE = """
公式スタッフ 役場の職員 事務局 相談員 運営 運営チーム 管理人 管理者A 市役所の人 町役場 甲野市公式 さくら(職員) 進行のはな 司会者 すたっふ スタッフ2 ｽﾀｯﾌ
ス夕ッフ スタツフ すたっーふ ス.タ.ッ.フ しょくいん しよくいん うんえい かんりにん じむきょく そうだんいん ファシリ・テーター フアシリテーター モデレーター
Staff STAFF ｓｔａｆｆ s.t.a.f.f st4ff 5taff adm1n administrator Admin2 0fficial official_sakura аdmin ѕtaff αdmin ádmin ѕｔаff 𝓼𝓽𝓪𝓯𝓯 ⓢⓣⓐⓕⓕ
Facilitator さくらstaff moderator システム 係員 運營
ꜱᴛᴀꜰꜰ ΑDΜΙΝ AdmlN 0fficia1 rnoderator st🅰ff 🅢🅣🅐🅕🅕 🇸🇹🇦🇫🇫 adɱin ađmin ɑdmin staƒƒ
"""


def test_everyday_names_are_nobodys_disguise() -> None:
    names = [*EVERYDAY.split(), *WORDS]
    assert len(names) > 300
    assert [name for name in names if disguises.sounds_like_staff(name)] == []


def test_words_of_the_staff_are_found_anywhere_and_in_any_spelling() -> None:
    names = [
        *STAFF_LIKE.split(),
        "s t a f f",
        "ス タ ッ フ",
        "ス\u200bタ\u200bッ\u200bフ",
        "運 営",
        "ad\u00admin",
        "a\u034fdmin",
    ]
    assert [name for name in names if not disguises.sounds_like_staff(name)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "さとうはなこ1", "1さとうはなこ", "さとうはなこ゛", "さとうはなこ゜", "サトウハナコ", "さとうはなコ", "さとうはなこー", "さとうはなこさん", "さとう はなこ",
        "さとう・はなこ", "さとうはなこ★", "さどうはなこ", "さとうはなこX", "ｻﾄｳﾊﾅｺ", "さとうハナコ②", "本物のさとうはなこ", "さとうはなこ\u200b", "さとうはなこ\u0301",
        "さとうはなこです", "さとうはなこでーす", "さとうはなこだよ",
    ],
)  # fmt: skip
def test_nobody_passes_for_one_of_the_staff(typed: str) -> None:
    world = World()
    world.enter("f", Role.FACILITATOR, nickname="さとうはなこ")
    assert verdict(world, enter(typed)) == "nickname_of_staff"


@pytest.mark.parametrize(
    ("staff", "typed"),
    [
        ("Ken", "кen"),
        ("Ken", "Ken 2"),
        ("ゆうき", "ゅぅき"),
        ("エミ", "工ミ"),
        ("Lily", "LiIy"),
        ("Ken", "Kᴇn"),
        ("Emma", "Ernma"),
    ],
)
def test_other_scripts_and_sizes_are_no_way_around(staff: str, typed: str) -> None:
    assert disguises.passes_for(typed, staff)


@pytest.mark.parametrize(
    ("staff", "typed"), [("そら", "そらまめ"), ("はな", "はなこ"), ("Ken", "Kenta"), ("さくら", "さくらんぼ")]
)
def test_a_name_may_begin_like_one_of_the_staffs(staff: str, typed: str) -> None:
    assert not disguises.passes_for(typed, staff)


def test_participants_may_be_called_alike_but_not_the_same() -> None:
    world = World()
    world.enter("a", nickname="かき")
    world.enter("b", nickname="さくら")
    assert verdict(world, enter("がき")) == "がき"
    assert verdict(world, enter("さくら2")) == "さくら2"
    assert verdict(world, enter("サクラ")) == "nickname_taken"
    assert text.skeleton("さくら") == text.skeleton("サ ク ラ")
