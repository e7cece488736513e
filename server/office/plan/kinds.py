"""Ready-made programmes, grouped by kind: what a clerk chooses from before the first form, each with its run sheet
(`run_sheets`). docs/programmes.md says which programme of which municipality each one serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rooms.base import Mode
from server.office.base import models
from server.office.base.models import Capacities, KindShown, Localised, ProgrammeBody, StaffNeeded
from server.office.plan.run_sheets import RUN_SHEETS
from server.office.rules.entry import Entry, EntryKind
from server.office.rules.schedule.model import Form

_QUIET = Localised(
    ja="名前も顔も出しません。ニックネームで参加できます。\n聞くだけでもだいじょうぶです。話すのは、話したいときだけ。\n"
    "途中から来ても、途中で帰ってもかまいません。\nカメラは使いません。アプリも登録もいりません。",
    ja_simple="名前や顔は出ません。\n聞くだけでも いいです。\nいつ来ても、いつ帰っても いいです。\nカメラは 使いません。",
    en="No names, no faces: a nickname is enough.\nYou may just listen. Speak only if you feel like it.\n"
    "Come late, leave early, as you like.\nNo camera, no app, no account.",
)
NOTICE: Literal["notice"] = "notice"
"""The mode of programmes that are only announced: no room is opened for them."""


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    title: str
    about: str
    rule: str
    summary: tuple[str, str, str]
    mode: Mode | Literal["notice"] = Mode.IBASHO
    form: Form = Form.HYBRID
    entry: EntryKind = EntryKind.FREE
    minutes: int = 120
    early: int = 30
    conditions: tuple[str, ...] = ()
    capacities: Capacities = field(default_factory=Capacities)
    tables: int = 3
    needed: StaffNeeded = field(default_factory=StaffNeeded)
    first_time: bool = False
    listed: bool = True

    def shown(self) -> KindShown:
        ja, simple, en = self.summary
        programme = ProgrammeBody(
            kind=self.kind,
            name=self.title,
            mode=self.mode,
            form=self.form,
            summary=Localised(ja=ja, ja_simple=simple, en=en),
            how=Localised() if self.mode == NOTICE else _QUIET,
            conditions=self.conditions,
            entry=Entry(kind=self.entry),
            capacities=self.capacities,
            early_minutes=self.early,
            minutes=self.minutes,
            steps=RUN_SHEETS[self.kind],
            tables=self.tables,
            staff_needed=self.needed,
            ask_first_time=self.first_time,
            listed=self.listed,
        )
        return KindShown(
            kind=self.kind, title=self.title, about=self.about, example_rule=self.rule, programme=programme
        )


_PEOPLE = ("本人", "生きづらさを感じている人")
_FAMILY = ("家族",)
_ALL = (
    _Kind(
        "ibasho",
        "メタバース居場所",
        "家からはアバターで、会場にはそのまま。声でも文字でも、聞くだけでも。",
        "FREQ=MONTHLY;BYDAY=3SU",
        (
            "家からでも、会場でも、すきなほうで参加できる居場所です。",
            "家からでも 会場でも 来られる 場所です。",
            "A place to be, from home as an avatar or in the hall.",
        ),
        conditions=_PEOPLE,
        capacities=Capacities(online=50, hall=30),
        needed=StaffNeeded(facilitate=1, assist=2),
        first_time=True,
    ),
    _Kind(
        "peer_group",
        "当事者会",
        "本人どうしの小さな会。オンラインとリアルを交互に開くこともできます。",
        "FREQ=MONTHLY;BYDAY=2SA",
        ("おなじような気持ちの人と、ゆっくり過ごす会です。", "おなじ気持ちの人と すごす 会です。", "A quiet circle of peers."),
        mode=Mode.CIRCLE,
        conditions=("本人",),
        capacities=Capacities(online=20, hall=15),
    ),
    _Kind(
        "family_group",
        "家族会",
        "家族どうしが順番に、安心して話す会。話さずに聞くだけでも。",
        "FREQ=MONTHLY;BYDAY=3SU",
        ("家族どうしで、日ごろの思いを話したり聞いたりする会です。", "家族が 話す 会です。", "Families talk and listen."),
        mode=Mode.CIRCLE,
        conditions=_FAMILY,
        capacities=Capacities(online=20, hall=20),
    ),
    _Kind(
        "reflecting",
        "オープンダイアローグ・リフレクティング",
        "ひとつの組が話し、もうひとつの組は聞くだけ。あとで入れかわります。",
        "FREQ=MONTHLY;BYDAY=3SU",
        ("話す人と聞く人に分かれて、気持ちを受けとめ合う会です。", "話す人と 聞く人に 分かれます。", "One group talks, one listens."),
        mode=Mode.REFLECTING,
        conditions=("本人", "家族", "支援者"),
        capacities=Capacities(online=20, hall=20),
        needed=StaffNeeded(facilitate=2, assist=1),
    ),
    _Kind(
        "lecture",
        "講演会・セミナー",
        "ひとりが話し、ほかの人は名前を出さずに聞く会。質問は文字で。",
        "FREQ=YEARLY;BYMONTH=6,11;BYDAY=2SA",
        ("名前を出さずに聞ける講演会です。", "話を 聞く 会です。名前は いりません。", "Listen without giving a name."),
        mode=Mode.LECTURE,
        entry=EntryKind.EITHER,
        conditions=("どなたでも",),
        capacities=Capacities(online=300, hall=100),
        tables=0,
        needed=StaffNeeded(facilitate=1, assist=2),
    ),
    _Kind(
        "salon",
        "おはなしサロン(講話→グループ→個別相談)",
        "一日のなかで、講話、少人数の話し合い、希望する人の個別相談と進みます。",
        "FREQ=MONTHLY;BYDAY=2SA",
        ("お話を聞いたあと、少人数で話せる会です。希望する方は相談もできます。", "話を 聞きます。相談も できます。",
         "A talk, small groups, then private consultation if you wish."),
        mode=Mode.LECTURE,
        conditions=("本人", "家族", "支援者"),
        capacities=Capacities(online=40, hall=40),
        minutes=150,
        needed=StaffNeeded(facilitate=1, assist=2),
    ),
    _Kind(
        "consultation",
        "個別相談",
        "ひとりと職員が、ブースで話す会。予約の番号だけで、名前はいりません。",
        "FREQ=MONTHLY;BYDAY=1TH,3TH",
        ("職員とふたりで、ゆっくり話せます。", "職員と ふたりで 話します。", "One to one with a counsellor."),
        mode=Mode.BOOTHS,
        entry=EntryKind.RESERVATION,
        conditions=("本人", "家族"),
        capacities=Capacities(online=6, hall=6),
        tables=0,
        early=10,
        needed=StaffNeeded(facilitate=2, assist=0),
    ),
    _Kind(
        "consultation_fair",
        "総合相談会",
        "いくつもの窓口がブースで待つ会。短い講演をつけることもできます。",
        "FREQ=YEARLY;BYMONTH=5,7,9,11,2;BYDAY=3SA",
        ("いろいろな窓口に、一度に相談できます。", "いろいろな 相談が できます。", "Several consultations in one place."),
        mode=Mode.BOOTHS,
        entry=EntryKind.EITHER,
        conditions=("本人", "家族"),
        capacities=Capacities(online=30, hall=40),
        minutes=180,
        needed=StaffNeeded(facilitate=1, assist=4, on_call=1),
    ),
    _Kind(
        "women",
        "女子会(テーマテーブル)",
        "女性自認の人のための会。体験談のあと、テーマのテーブルに分かれます。",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2SU",
        ("女性(自認)のための会です。好きなテーマのテーブルで過ごせます。", "女の人の 会です。", "For anyone who identifies as a woman."),
        mode=Mode.TABLES,
        conditions=("女性自認",),
        capacities=Capacities(online=40, hall=40),
        minutes=150,
        tables=5,
        needed=StaffNeeded(facilitate=1, assist=3),
    ),
    _Kind(
        "waiting_room",
        "待合室(同じ時間のもう一つの部屋)",
        "ほかの会のあいだ、家族や支援者がゆるく過ごす部屋。扉は別々です。",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2SU",
        ("待っているあいだ、ゆるく話せる部屋です。", "待つ人の 部屋です。", "A room to wait and talk."),
        mode=Mode.CIRCLE,
        conditions=("どなたでも",),
        capacities=Capacities(online=15, hall=15),
        minutes=90,
        tables=1,
    ),
    _Kind(
        "games",
        "ゲームと音楽の会",
        "ボードゲーム、音楽、映画など。見ているだけの席もあります。",
        "FREQ=MONTHLY;BYDAY=4SA",
        ("ゲームや音楽をいっしょに楽しむ会です。", "ゲームを する 会です。", "Games and music together."),
        mode=Mode.IBASHO,
        conditions=("本人", "家族"),
        capacities=Capacities(online=30, hall=20),
        tables=4,
    ),
    _Kind(
        "workshop",
        "ワークショップ・勉強会",
        "少し話を聞き、手を動かし、いっしょに考える会。",
        "FREQ=MONTHLY;BYDAY=1SA",
        ("話を聞いて、いっしょにやってみる会です。", "いっしょに やって みます。", "Learn and try together."),
        mode=Mode.TABLES,
        conditions=("本人", "家族"),
        capacities=Capacities(online=30, hall=30),
    ),
    _Kind(
        "course",
        "講座・研修(サポーター養成など)",
        "申し込んだ人だけの、何回か続く講座。講義とグループワーク。",
        "FREQ=WEEKLY;BYDAY=WE;COUNT=5",
        ("支える人のための講座です。", "支える 人の 講座です。", "A course for supporters."),
        mode=Mode.LECTURE,
        entry=EntryKind.APPLICATION,
        conditions=("区民", "支援者"),
        capacities=Capacities(online=30, hall=30),
        needed=StaffNeeded(facilitate=1, assist=1),
    ),
    _Kind(
        "talk_practice",
        "人と話すことに慣れるセミナー",
        "聞く、スタンプ、文字、声と、自分の速さで段をのぼる会。",
        "FREQ=WEEKLY;BYDAY=TU",
        ("自分の速さで、人といることに慣れていく会です。", "すこしずつ なれる 会です。", "Step by step, at your pace."),
        mode=Mode.IBASHO,
        conditions=("本人",),
        capacities=Capacities(online=12, hall=8),
        minutes=90,
    ),
    _Kind(
        "closed_group",
        "グループワーク(会員だけ)",
        "いつもの顔ぶれで続ける会。会員の番号をもつ人だけが入れます。",
        "FREQ=MONTHLY;BYDAY=2TU,4TU",
        ("いつもの人たちと続ける会です。", "いつもの 人の 会です。", "A group of regulars."),
        mode=Mode.CIRCLE,
        entry=EntryKind.MEMBERS,
        conditions=("会員",),
        capacities=Capacities(online=12, hall=12),
        minutes=90,
    ),
    _Kind(
        "users_meeting",
        "利用者ミーティング",
        "みんなで運営を話し合う会。声でも文字でも。",
        "FREQ=MONTHLY;BYDAY=2WE,4WE",
        ("居場所のこれからを、みんなで決める会です。", "みんなで 決める 会です。", "We decide together."),
        mode=Mode.CIRCLE,
        conditions=("利用者",),
        capacities=Capacities(online=20, hall=20),
        minutes=80,
    ),
    _Kind(
        "open_hours",
        "ひらいている居場所",
        "決まった時間ずっとひらいている部屋。いつ来ても、何もしなくても。",
        "FREQ=WEEKLY;BYDAY=WE",
        ("ひらいている時間に、いつでも来られる居場所です。", "いつ来ても いい 場所です。", "Open hours: come whenever."),
        mode=Mode.OPEN_HOURS,
        conditions=("どなたでも",),
        capacities=Capacities(online=40, hall=30),
        minutes=300,
        needed=StaffNeeded(facilitate=1, assist=1, on_call=1),
    ),
    _Kind(
        "staff_meeting",
        "支援会議・ケース会議(職員だけ)",
        "関係する機関の職員が集まる部屋。公開されません。",
        "FREQ=MONTHLY;BYDAY=1TU",
        ("職員の会議です。", "職員の 会議です。", "Staff meeting."),
        mode=Mode.STAFF_ROOM,
        entry=EntryKind.MEMBERS,
        conditions=("職員",),
        capacities=Capacities(online=40),
        minutes=90,
        tables=2,
        listed=False,
    ),
    _Kind(
        "notice",
        "窓口・活動のお知らせ(部屋なし)",
        "予定とお知らせだけ。対面の窓口、屋外の活動などに。",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ("直接お越しください。", "ここに 来てください。", "Please come in person."),
        mode=NOTICE,
        form=Form.VENUE,
        conditions=("どなたでも",),
        tables=0,
        early=0,
        minutes=240,
        needed=StaffNeeded(facilitate=0, assist=0),
    ),
)  # fmt: skip


def kinds() -> models.Kinds:
    return models.Kinds(kinds=tuple(kind.shown() for kind in _ALL))


def kind(name: str) -> KindShown | None:
    return next((each.shown() for each in _ALL if each.kind == name), None)
