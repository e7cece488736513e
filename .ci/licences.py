"""Writes docs/jichitai/licences.md: each part that a running Engawa needs, its version and licence, as installed.

`make sbom` writes the page anew; `--check` ends with 1 if names or licences of the direct parts differ (versions may).
`runtime_closure()` is also what `.ci/sbom` keeps of the environment.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web_client"
PAGE = ROOT / "docs" / "jichitai" / "licences.md"
FONTS = tuple(f"@expo-google-fonts/{name}" for name in ("biz-udpgothic", "noto-emoji", "noto-sans-jp"))
"""Copied into the client as files, so the bundler's maps do not name them."""
STATED = {"dicebear-styles": "絵柄ごと(下の「アバターの絵」)"}
"""Where a package's metadata says nothing that a machine can read."""

HEAD = """# ライセンス一覧

このページは `.ci/licences.py` が、入っている部品の情報から作ります。手では直しません。版は作ったときのもので、動いている
ものの版は [SBOM](sbom.md) で確かめてください。ライセンスは、部品が自分で名乗っているとおりに書いています。

縁側(Engawa)そのものは **Apache License 2.0** です。使う、変える、配ることが、無償でできます。
"""
NATIVE = """
## 部品にふくまれる、ほかの言語の部品

Python の部品のいくつかは、機械語の部品をふくんで配られています。縁側はこれらを自分では配らず、入れるときに配布元から
取ります。おもなものは次のとおりです。

| 部品 | ふくまれるもの |
|---|---|
| av | FFmpeg(LGPL-3.0 以降と名乗る)、libopus(BSD)など。libx264 と libx265(GPL-2.0 以降)も。縁側は使いません |
| psycopg-binary | libpq(PostgreSQL License)、OpenSSL(Apache-2.0)、MIT Kerberos(MIT)、OpenLDAP(OpenLDAP License)など |
| numpy | OpenBLAS(BSD-3-Clause)、libgfortran と libquadmath(GPL-3.0 と LGPL、実行時ライブラリ例外つき) |
| cryptography | OpenSSL(Apache-2.0) |
| pylibsrtp | libsrtp(BSD-3-Clause) |
| pypdfium2 | PDFium(BSD-3-Clause と Apache-2.0)、FreeType、OpenJPEG、ICU など(それぞれの、ゆるやかなもの) |
| pillow(reportlab が使う) | FreeType、HarfBuzz、libjpeg-turbo、libpng など(それぞれの、ゆるやかなもの) |

縁側を**使うだけ**なら、上のどのライセンスも、画面や記録を公開する義務を生みません。部品ごと**ほかの団体に配る**(機械やディスクの
写しを渡す)ときは、av の GPL の部分と、psycopg の LGPL-3.0 の条件(ライセンス文を添え、元のコードを手に入れられるようにする)を
確かめてください。法律上の判断は、それぞれの自治体でおねがいします。

## 別に入れるもの

Debian(いろいろ)、Python(PSF-2.0)、SQLite(パブリックドメイン)、Caddy(Apache-2.0)または nginx(BSD-2-Clause)、使うときは
PostgreSQL(PostgreSQL License)。組み立てるときだけ Node.js(MIT)と、その開発用の部品を使います。動くものには入りません。
"""


def direct() -> list[str]:
    """Names that pyproject asks for at run time."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return sorted(canonicalize_name(Requirement(line).name) for line in asked)


def runtime_closure() -> set[str]:
    """Direct names and everything that they need on this machine, extras included."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    waiting = [Requirement(line) for line in asked]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            places = [{"extra": extra} for extra in ("", *extras)]
            if needed.marker is None or any(needed.marker.evaluate(place) for place in places):
                waiting.append(needed)
    return {name for name, _ in seen}


def licence(name: str) -> str:
    """What the package says of itself: an SPDX expression, a classifier, or a line of text."""
    told = metadata.metadata(name)
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    if classifiers:
        return " / ".join(classifiers)
    text = (told.get("License") or "").strip()
    return text.splitlines()[0] if text else STATED.get(name, "書かれていません")


def bundled() -> list[str]:
    """Packages whose code is in the built client, read from the source maps of a build of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npx", "vite", "build", "--sourcemap", "--logLevel", "error", "--emptyOutDir", "--outDir", folder]
        subprocess.run(command, cwd=WEB, check=True, capture_output=True)  # noqa: S603  our own build
        sources = [
            source
            for file in Path(folder).rglob("*.map")
            for source in json.loads(file.read_text(encoding="utf-8"))["sources"]
        ]
    found = {match[1] for source in sources if (match := re.search(r".*node_modules/((?:@[^/]+/)?[^/]+)/", source))}
    return sorted(found | set(FONTS))


def rows(names: list[str]) -> list[str]:
    return [f"| {name} | {metadata.version(name)} | {licence(name)} |" for name in names]


def web_rows(names: list[str]) -> list[str]:
    told = [json.loads((WEB / "node_modules" / name / "package.json").read_text(encoding="utf-8")) for name in names]
    return [f"| {package['name']} | {package['version']} | {package['license']} |" for package in told]


def styles() -> list[str]:
    from server.identity.avatars import STYLES

    folder = Path(str(metadata.distribution("dicebear-styles").locate_file("dicebear_styles")))
    told = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["meta"] for name in STYLES}
    return [f"| {name} | {meta['creator']['name']} | {meta['license']['name']} |" for name, meta in told.items()]


def page() -> str:
    """The whole document."""
    table = ["| 部品 | 版 | ライセンス |", "|---|---|---|"]
    own = direct()
    parts = [
        HEAD,
        "## サーバーが直接使うもの(Python)\n",
        *table,
        *rows(own),
        "\n## それらが使うもの(Python)\n",
        *table,
        *rows(sorted(runtime_closure() - set(own))),
        "\n## 画面にふくまれるもの(JavaScript、書体)\n",
        *table,
        *web_rows(bundled()),
        "\n## アバターの絵\n\n部品 dicebear-styles のうち、縁側が使う絵柄だけをあげます。\n",
        "| 絵柄 | 作った人 | ライセンス |",
        "|---|---|---|",
        *styles(),
        NATIVE,
    ]
    return "\n".join(parts).rstrip() + "\n"


def written() -> dict[str, str]:
    """Names and licences that the page tells now."""
    found = re.findall(r"^\| (\S+) \| [^|]+ \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: words.strip() for name, words in found}


def differences() -> list[str]:
    """Direct parts that the page lacks or tells another licence of."""
    told = written()
    return [f"{name}: {licence(name)}" for name in direct() if told.get(name) != licence(name)]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if "--check" in sys.argv:
        wrong = differences()
        sys.stdout.writelines(f"{line}\n" for line in wrong)
        sys.exit(bool(wrong))
    else:
        PAGE.write_text(page(), encoding="utf-8")
