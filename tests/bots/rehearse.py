"""`make rehearse`: fills the demo session with people who walk, chat, react and speak, so that one can try the pages in
company. Joins a running `make run`, or starts the demo itself. Ends with Ctrl+C, or after the minutes that are given.

`make rehearse TEMPLATE=salon` holds a whole session of a ready-made kind, a town's own too, on a server of its own with an
empty data folder; one may look on, and it ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import shutil
import sys
import tempfile
from pathlib import Path

import aiohttp

from rooms.base import Role
from server.cli.demo import TITLE as DEMO_TITLE
from server.cli.links import print_links
from server.clock import now_ms
from server.config import Config
from server.identity.links import Signer
from server.office.base.common import Safe
from server.office.base.database import Database
from server.office.base.models.programmes import NOTICE
from server.office.content import load
from server.office.live import LiveOffice
from server.sessions import session_links
from tests.bots.client import Bot, Refusal
from tests.bots.server import ROOT, ServerProcess
from tests.bots.voice import VoiceBot, encode, tone
from tests.e2e.browser import read_wav, speech

NAMES = (
    "つばめ",
    "こもれび",
    "りす",
    "ゆず",
    "しじゅうから",
    "みかづき",
    "たんぽぽ",
    "かたつむり",
    "どんぐり",
    "はりねずみ",
)
LINES = (
    "こんにちは",
    "今日はききにきました",
    "窓をあけたら、キンモクセイのにおいがしました",
    "わかります",
    "最近、夜に散歩しています",
    "ねこの動画をずっと見ていました",
    "雨の音、すきです",
    "ゆっくりで大丈夫ですよ",
    "お茶をいれてきます",
    "それ、作ってみたいです",
)
SPOKEN = (
    "こんにちは。きょうは、ききにきました。",
    "さいきん、よる、さんぽを、しています。しずかで、いいです。",
    "わたしは、おちゃを、いれるのが、すきです。",
)
CHANCE = random.Random(7)


def sounds(folder: Path) -> list[list[bytes]]:
    """Opus packets of some sentences; tones where espeak-ng is not installed."""
    if shutil.which("espeak-ng") and shutil.which("sox"):
        files = [speech(folder / f"{number}.wav", text) for number, text in enumerate(SPOKEN)]
        return [encode(read_wav(file)) for file in files]
    return [encode(tone(frequency, 3)) for frequency in (220, 330, 440)]


async def demo_secret(config: Config) -> str | None:
    """The participant's secret of the demo session in the data folder."""
    office = LiveOffice(Database(config.data_dir), now_ms, Safe.of(config.data_dir))
    try:
        for record in await office.due_sessions(2**50):
            if record.settings.title == DEMO_TITLE:
                made = await session_links(office, Signer(config.data_dir), record.settings, "")
                return made.urls[Role.PARTICIPANT].split("#", 1)[1]
        return None
    finally:
        await office.close()


async def _running(http: aiohttp.ClientSession, base: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with http.get(f"{base}/api/health") as response:
            return response.status == 200
    return False


class Guest:
    """One person of the rehearsal, with their own pace."""

    def __init__(self, http: aiohttp.ClientSession, base: str, number: int, talk: list[list[bytes]]) -> None:
        self.bot = Bot(http, base, folding=False)
        self.number = number
        self.name = NAMES[number % len(NAMES)] + (str(number // len(NAMES) + 1) if number >= len(NAMES) else "")
        self.talk = talk
        self.voice: VoiceBot | None = None

    async def come(self, secret: str) -> None:
        await self.bot.join(secret=secret)
        await self.bot.connect()
        wish = "listener" if self.number % 3 == 2 else "circle"
        card = ("talk", "text", "watch")[self.number % 3]
        await self.bot.ask(
            {
                "type": "enter",
                "nickname": self.name,
                "wish": wish,
                "card": card,
                "hall": "hall" if self.number % 5 == 4 else None,
            }
        )
        if self.number % 3 == 0 and self.number % 5 != 4:
            self.voice = VoiceBot(self._offer)
            with contextlib.suppress(TimeoutError, ConnectionError):
                await self.voice.connect()

    async def _offer(self, sdp: str) -> str:
        answer = await self.bot.ask({"type": "offer_voice", "sdp": sdp})
        if not answer["ok"]:
            raise ConnectionError(answer["code"])
        return str(answer["answer"])

    async def live(self) -> None:
        """Do something small every now and then, for ever."""
        while self.bot.open:
            await asyncio.sleep(CHANCE.uniform(3, 14))
            with contextlib.suppress(ConnectionError, TimeoutError):
                await CHANCE.choice((self._say, self._react, self.walk, self.walk, self._hand, self.speak))()

    async def _say(self) -> None:
        await self.bot.say(CHANCE.choice(LINES))

    async def _react(self) -> None:
        await self.bot.tell({"type": "react", "reaction": CHANCE.choice(("nod", "nod", "clap", "smile", "same"))})

    async def walk(self) -> None:
        path = [{"x": CHANCE.randrange(80, 920), "y": CHANCE.randrange(80, 900)} for _ in range(CHANCE.randrange(1, 4))]
        await self.bot.tell({"type": "walk", "path": path})

    async def _hand(self) -> None:
        if (await self.bot.ask({"type": "raise_hand"}))["ok"]:
            await asyncio.sleep(8)
            await self.bot.tell({"type": "lower_hand"})

    async def speak(self) -> None:
        if self.voice is None or not (await self.bot.ask({"type": "set_microphone", "microphone": "open"}))["ok"]:
            return
        packets = CHANCE.choice(self.talk)
        self.voice.speak(packets)
        await asyncio.sleep(len(packets) * 0.02)
        self.voice.silent()
        await self.bot.ask({"type": "set_microphone", "microphone": "off"})

    async def go(self) -> None:
        if self.voice is not None:
            await self.voice.close()
        await self.bot.close()


def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()


async def rehearse(people: int, minutes: float) -> None:
    """Fill the demo with so many people for so long."""
    config = Config()
    base = f"http://127.0.0.1:{config.port}"
    async with contextlib.AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        if not await _running(http, base):
            demo = await asyncio.create_subprocess_exec(sys.executable, "-m", "server.cli", "demo", cwd=ROOT)
            stack.callback(_end, demo)
            async with asyncio.timeout(30):
                while not await _running(http, base):
                    await asyncio.sleep(0.2)
        secret = await demo_secret(config)
        if secret is None:
            raise SystemExit("おためしの会がありません。make run を先に動かしてください。")
        with tempfile.TemporaryDirectory() as folder:
            talk = await asyncio.to_thread(sounds, Path(folder))
        guests = [Guest(http, base, number, talk) for number in range(people)]
        for guest in guests:
            try:
                await guest.come(secret)
            except Refusal as refused:
                print(f"{guest.name}: {refused.code}")
        print(f"{people}人が来ました。とめるには Ctrl+C を押してください。")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(minutes * 60):
                await asyncio.gather(*(guest.live() for guest in guests))
        await asyncio.gather(*(guest.go() for guest in guests), return_exceptions=True)


async def rehearse_template(name: str, people: int, faster: float) -> None:
    """Hold a session of a ready-made kind from doors to end, `faster` than its run sheet says."""
    from tests.bots.leading import Leading, prepared

    ready = load(Config().content)
    kind = ready.kind(name)
    if kind is None or kind.programme.mode == NOTICE:
        names = "、".join(each.kind for each in ready.kinds.kinds if each.programme.mode != NOTICE)
        raise SystemExit(f"TEMPLATE は {names} のどれかです。")
    with tempfile.TemporaryDirectory() as folder:
        talk = await asyncio.to_thread(sounds, Path(folder))
        server = ServerProcess(Path(folder) / "data")
        server.data.mkdir()
        links = await prepared(server.data, kind, server.base)
        await server.start()
        try:
            print(f"{kind.title}: {kind.programme.minutes / faster:.0f}分ほどでおわります。見るには:")
            print_links(links)
            await Leading(kind, server, links, people, faster, talk).hold()
        finally:
            await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill the demo session with people, or hold a ready-made session.")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--template", help="the id of a ready-made kind, such as salon")
    parser.add_argument("--faster", type=float, default=1.0, help="20: twenty minutes of the run sheet take one")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        if given.template:
            asyncio.run(rehearse_template(given.template, given.people, max(0.1, given.faster)))
        else:
            asyncio.run(rehearse(given.people, given.minutes))


if __name__ == "__main__":
    main()
