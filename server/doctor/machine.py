"""This machine: the data folder and its keys, disk, clock, built pages and fonts, limits."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from server.doctor.finding import Finding
from server.pools import in_thread

DISK_BAD = 200 * 1024**2
DISK_WARN = 1024**3
FILES_BAD = 256
FILES_WARN = 1024
"""One socket per person, and some hundred for everything else."""
_FONT_MAGIC = (b"\x00\x01\x00\x00", b"true")
"""TrueType outlines: what the notice's PDF can embed (OpenType with CFF outlines cannot be)."""


def _existing(path: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    path = path.absolute()
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


async def folder(data_dir: Path) -> list[Finding]:
    """Can the server write there, and can nobody else read it?"""
    return [await in_thread(_folder, data_dir)]


def _folder(data_dir: Path) -> Finding:
    name, path = "データのフォルダー", data_dir.absolute()
    if not path.exists():
        above = _existing(path)
        if os.access(above, os.W_OK):
            return Finding(name, "good", f"{path} はまだありません。はじめに動かすときに作られます。")
        todo = "作ってから、Engawa を動かす利用者のものにしてください。"
        return Finding(name, "bad", f"{path} がなく、作ることもできません。", todo)
    try:
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"engawa")
    except OSError as error:
        todo = "持ち主と書きこみの許しを見てください。Engawa を動かす利用者でたしかめていますか。"
        return Finding(name, "bad", f"{path} に書けません({error.strerror})。", todo)
    if path.stat().st_mode & 0o077:
        return Finding(name, "warn", f"{path} を、ほかの利用者もひらけます。", f"chmod 700 {path} で閉じてください。")
    return Finding(name, "good", f"{path} に書けます。ほかの利用者はひらけません。")


async def keys(data_dir: Path) -> list[Finding]:
    """Keys are readable by the server alone."""
    return await in_thread(_keys, data_dir)


def _keys(data_dir: Path) -> list[Finding]:
    name = "鍵のファイル"
    try:
        files = [
            path for pattern in ("*.key", "keys/*", "tls/*.key") for path in data_dir.glob(pattern) if path.is_file()
        ]
        loose = [path for path in files if path.stat().st_mode & 0o077]
    except PermissionError:
        return [Finding(name, "warn", "鍵のフォルダーをひらけません。", "Engawa を動かす利用者でたしかめてください。")]
    if loose:
        shown = "、".join(str(path.relative_to(data_dir)) for path in loose[:3])
        words = f"ほかの利用者も読める鍵が {len(loose)} 個あります({shown})。"
        todo = "chmod 600 で閉じてください。だれかに読まれたかもしれないときは SECURITY.md を見てください。"
        return [Finding(name, "bad", words, todo)]
    words = (
        f"{len(files)} 個とも、ほかの利用者は読めません。"
        if files
        else "まだありません。はじめに動かすときに作られます。"
    )
    return [Finding(name, "good", words)]


async def disk(data_dir: Path, free: Callable[[Path], int] | None = None) -> list[Finding]:
    """Is there room? A full disk refuses what people say (`storage_failed`)."""
    left = await in_thread(free or (lambda path: shutil.disk_usage(path).free), _existing(data_dir))
    words = f"{left / 1024**3:.1f} GB あいています。"
    if left >= DISK_WARN:
        return [Finding("ディスクの空き", "good", words)]
    todo = "いらないファイルを消すか、ディスクを大きくしてください。いっぱいになると、話したことを保存できません。"
    return [Finding("ディスクの空き", "bad" if left < DISK_BAD else "warn", words, todo)]


async def synchronised() -> list[Finding]:
    """Does the system keep its clock right? Known only where systemd tells it."""
    name, todo = "時計の同期", "chrony や systemd-timesyncd が動いているか見てください。"
    command = shutil.which("timedatectl")
    told = ""
    if command:
        process = await asyncio.create_subprocess_exec(
            command, "show", "--property=NTPSynchronized", "--value",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            told = (await process.communicate())[0].decode(errors="replace").strip()
        finally:
            if process.returncode is None:
                process.kill()
    if told == "yes":
        return [Finding(name, "good", "時計は自動で合わせられています。")]
    if told == "no":
        return [Finding(name, "warn", "時計が自動で合わせられていません。", todo)]
    return [Finding(name, "warn", "時計が自動で合っているか、この機械では分かりません。", todo)]


async def web_client(web_root: Path) -> list[Finding]:
    """Are the pages built?"""
    if (web_root / "index.html").is_file() and any((web_root / "assets").glob("*.js")):
        return [Finding("画面", "good", "組み立ててあります。")]
    return [Finding("画面", "bad", f"{web_root} に画面がありません。", "make build を実行してください。")]


async def fonts(web_root: Path) -> list[Finding]:
    """Are there fonts for the printed notice?"""
    return [await in_thread(_fonts, web_root / "fonts")]


def _fonts(folder: Path) -> Finding:
    usable = []
    for path in sorted(folder.glob("*.ttf")):
        with path.open("rb") as file:
            if file.read(4) in _FONT_MAGIC:
                usable.append(path.name)
    if usable:
        return Finding("印刷の文字", "good", f"書体が {len(usable)} つあります。")
    words = "案内を印刷するための日本語の書体がありません。"
    return Finding("印刷の文字", "warn", words, "make build を実行してください。")


async def open_files(limit: int | None = None) -> list[Finding]:
    """How many people can be connected at once, by the limit on open files?"""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if limit is None else limit
    name = "同時に開ける数"
    if files == resource.RLIM_INFINITY or files >= FILES_WARN:
        count = "限りがありません" if files == resource.RLIM_INFINITY else f"{files} です"
        return [Finding(name, "good", f"開けるファイルと接続は{count}。")]
    words = f"開けるファイルと接続は {files} だけです。ひとりがひとつ使います。"
    return [
        Finding(name, "bad" if files < FILES_BAD else "warn", words, "unit に LimitNOFILE=16384 を書いてください。")
    ]
