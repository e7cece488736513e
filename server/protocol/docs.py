"""Makes everything that is derived from the wire models: the JSON Schema for the client's types, docs/protocol.md,
docs/permissions.md and the client's fixtures. `make protocol` writes them, `--check` says whether they are up to date.
"""

from __future__ import annotations

import json
import sys
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from moderation.permissions import BY_REMOTE, PERMISSIONS
from rooms import base, commands, events, signs
from rooms.plan import MAIN_ZONE
from rooms.refusals import Code
from rooms.views import View
from rooms.walks import Stroll
from server import wire
from server.office.base import schema as office_schema
from server.protocol.fixtures import fixtures

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "web_client/src/protocol/schema.json"
OFFICE_SCHEMA = ROOT / "web_client/src/protocol/office.schema.json"
FIXTURES = ROOT / "tests/fixtures/protocol/folds.json"
PROTOCOL = ROOT / "docs/protocol.md"
PERMISSION_PAGE = ROOT / "docs/permissions.md"
ENVELOPES: tuple[type[BaseModel], ...] = (
    wire.Hello,
    wire.ViewMessage,
    wire.EventsMessage,
    wire.WalksMessage,
    wire.SpeakingMessage,
    wire.VoiceMessage,
    wire.Bye,
    wire.Accepted,
    wire.Refused,
    wire.JoinRequest,
    wire.JoinAnswer,
    wire.Ideas,
    wire.SentThemes,
    wire.DecidedBefore,
    wire.ApiError,
    wire.RemoteByDesk,
    wire.RemoteOffer,
    wire.RemoteAnswered,
    wire.RemoteClaim,
    wire.RemoteClaimed,
    wire.RemoteWait,
    wire.RemoteToken,
)
CLIENT_COMMANDS: tuple[type[BaseModel], ...] = (
    *typing.get_args(commands.RoomCommand),
    commands.Walk,
    commands.OfferVoice,
    commands.ShowLooks,
    commands.SuggestNickname,
    commands.ShowBalance,
    commands.Refresh,
)
EVENTS: tuple[type[BaseModel], ...] = typing.get_args(events.AnyEvent)


def schema() -> dict[str, Any]:
    """One document whose $defs hold every model that crosses the wire; `constants` are what both ends must agree on."""
    _, document = models_json_schema([(model, "validation") for model in ENVELOPES], by_alias=True)
    defs = dict(document["$defs"])
    unions: tuple[tuple[str, Any], ...] = (("ClientCommand", commands.ClientCommand), ("Event", events.Event))
    for name, union in unions:
        found = TypeAdapter(union).json_schema(ref_template="#/$defs/{model}")
        defs.update(found.pop("$defs"))
        defs[name] = found
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Engawa protocol",
        "constants": {"MAIN_ZONE": MAIN_ZONE, "STAFF_ROLES": sorted(base.STAFF_ROLES)},
        "$defs": dict(sorted(defs.items())),
    }


def _type(annotation: Any) -> str:
    """A type as a reader of the document wants to see it."""
    text = str(TypeAdapter(annotation).json_schema().get("type", "")) if annotation in (str, int, bool) else ""
    if text:
        return text
    if isinstance(annotation, type):
        if issubclass(annotation, StrEnum):
            return " \\| ".join(f"`{member}`" for member in annotation)
        return f"[{annotation.__name__}]" if issubclass(annotation, BaseModel) else annotation.__name__
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return " \\| ".join(f"`{json.dumps(value)}`" for value in arguments)
    if typing.get_origin(annotation) is typing.Annotated:
        return _type(arguments[0])
    if typing.get_origin(annotation) is tuple:
        return f"list of {_type(arguments[0])}"
    if typing.get_origin(annotation) is dict:
        return f"map of {_type(arguments[1])}"
    return " or ".join("null" if each is type(None) else _type(each) for each in arguments)


def _doc(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


def _fields(model: type[BaseModel]) -> str:
    rows = []
    for name, field in model.model_fields.items():
        if name == "type":
            continue
        default = "" if field.is_required() else f" = `{json.dumps(field.default, default=str)}`"
        rows.append(f"`{field.alias or name}` {_type(field.annotation)}{default}")
    return "; ".join(rows) or "—"


def _tag(model: type[BaseModel]) -> str:
    return str(model.model_fields["type"].default)


INTRO = """# The protocol

Made by `make protocol` from the models in `rooms/commands/`, `rooms/events/`, `rooms/refusals.py` and `server/wire.py`.

## Entities

A **session** has one **room**. A **person** is in it with a **role** (from the link), at a **place** (which alone decides
hearing, being called on and the scope of chat) and with a **microphone**; these three are independent. An **onlooker** is
connected but has not entered. Each viewer has a **view**: all that they may see. Everything that happens is an **event**
with a **revision**; what a viewer may not see is cut from it before it leaves the room.

## A conversation

1. `POST /api/join` with a [JoinRequest] (the link's secret, or a short code) answers a [JoinAnswer] with a token.
   With a token of the staff, `GET /api/themes` (`Authorization: Bearer`) answers [SentThemes], `GET /api/decided`
   [DecidedBefore].
2. Socket.IO, WebSocket transport only, namespace `/`, with a [Hello] as auth. A refused connection carries `{code}`.
3. The server sends `view` (a [ViewMessage]), or `events` if the client said a revision it can be brought on from. A [Shown]
   leaves out each field that is as the table has it after `=`, and in a view, whose key it is, the `id`. A view leaves out
   its `arrivals`, which the message says shorter, as [Came].
4. The client sends `command` with one object and waits for the acknowledgement, [Accepted] or [Refused]. Accepted means
   that it is in the journal. A command may be sent again until it is acknowledged.
5. The server sends `events` (an [EventsMessage]; apply it if `to` is higher than your revision), `walks`, `speaking`,
   `voice`, and at the end `bye`. Frames keep their order: events that a command causes come before its acknowledgement.

```
→ 42 1 ["command",{"type":"raise_hand"}]
← 42   ["events",{"from":41,"to":42,"events":[{"type":"hand_raised","person":"kQ3","at":1767225600000}]}]
← 43 1 [{"ok":true,"rev":42,"answer":null}]
```
"""


def protocol_page() -> str:
    parts = [INTRO, "## Commands\n", "| type | fields | meaning |", "|---|---|---|"]
    parts += [f"| `{_tag(model)}` | {_fields(model)} | {_doc(model)} |" for model in CLIENT_COMMANDS]
    parts += [
        "\nThe server itself also asks, in the name of the person it speaks of:\n",
        "| type | meaning |",
        "|---|---|",
    ]
    parts += [f"| `{_tag(model)}` | {_doc(model)} |" for model in typing.get_args(commands.Internal)]
    parts += ["\n## Events\n", "| type | fields | meaning |", "|---|---|---|"]
    parts += [f"| `{_tag(model)}` | {_fields(model)} | {_doc(model)} |" for model in EVENTS]
    parts += ["\n## Envelopes and joining\n", "| model | fields | meaning |", "|---|---|---|"]
    parts += [f"| [{model.__name__}] | {_fields(model)} | {_doc(model)} |" for model in ENVELOPES]
    parts += ["\n## Parts of these\n", "| model | fields | meaning |", "|---|---|---|"]
    parts += [f"| [{model.__name__}] | {_fields(model)} | {_doc(model)} |" for model in _parts()]
    parts += ["\n## Refusals\n", "Codes never change their meaning and are never reused.\n"]
    parts += [", ".join(f"`{code}`" for code in Code) + ".\n"]
    return "\n".join(parts)


def _parts() -> list[type[BaseModel]]:
    named = (
        events.Shown,
        events.Message,
        signs.Reaction,
        signs.Signs,
        events.Concern,
        base.AvatarChoice,
    )
    return [*named, Stroll, View]


def permissions_page() -> str:
    """The permission table as a page."""
    roles = list(base.Role)
    lines = [
        "# Who may do what",
        "",
        "Made by `make protocol` from `moderation/permissions.py`. A role comes from the link alone. Whether a command fits",
        "the moment (doors, places, turns) is decided by the room; nobody can open another's microphone.",
        "",
        "| command | " + " | ".join(role.replace("_", " ") for role in roles) + " |",
        "|---|" + "---|" * len(roles),
    ]
    for command, allowed in PERMISSIONS.items():
        marks = " | ".join("✓" if role in allowed else "" for role in roles)
        by_server = "" if allowed else " (the server only)"
        lines.append(f"| `{_tag(command)}`{by_server} | {marks} |")
    lines += [
        "",
        "By a 手元リモコン one may send of these no more than the following; of activities only prompts, of messages only",
        "those to all and to the staff:",
        "",
        *(f"- `{_tag(command)}`" for command in BY_REMOTE),
    ]
    return "\n".join(lines) + "\n"


def _lines(made: dict[str, Any]) -> str:
    """One step a line: small, and still to be read in a diff."""
    steps = ",\n".join(json.dumps(step, ensure_ascii=False, separators=(",", ":")) for step in made["steps"])
    plan = json.dumps(made["plan"], ensure_ascii=False, separators=(",", ":"))
    return f'{{"plan":{plan},\n"steps":[\n{steps}\n]}}\n'


def outputs() -> dict[Path, str]:
    """Every generated file and what belongs into it."""
    return {
        OFFICE_SCHEMA: json.dumps(office_schema.schema(), ensure_ascii=False, indent=1) + "\n",
        SCHEMA: json.dumps(schema(), indent=1, ensure_ascii=False) + "\n",
        FIXTURES: _lines(fixtures()),
        PROTOCOL: protocol_page(),
        PERMISSION_PAGE: permissions_page(),
    }


def main() -> int:
    """0 if all is written, or with --check up to date."""
    stale = []
    for path, text in outputs().items():
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
    if stale:
        sys.stderr.write(f"Out of date, run `make protocol`: {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
