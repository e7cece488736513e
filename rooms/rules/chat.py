"""Messages, writing and reactions. Text equals voice: it has its scope, and is shown in the hall unless its author says no.

Ids come from the client: the same id said twice is said once, so that a message can be sent again until it is acknowledged.
"""

from __future__ import annotations

from rooms import threads
from rooms.audience import Audience
from rooms.base import STAFF_ROLES, Part, Scope
from rooms.commands import HandleMessage, React, RemoveMessage, Say, SetWriting
from rooms.context import Context
from rooms.events import AnyEvent, Message, MessageHandled, MessageRemoved, MessageSaid, Reacted, WritingSet
from rooms.refusals import Code
from rooms.rules.greetings import greeted_in, greeted_in_view
from rooms.rules.table import (
    Decision,
    cuts,
    decides,
    evolves,
    folds,
    inside_or_me,
    its_person,
    means,
    no,
    shown_event,
    staff_or_me,
)
from rooms.sheet import Speak
from rooms.signs import Reaction
from rooms.state import Room
from rooms.views import View, may_read, talked


@decides(Say)
def say(room: Room, command: Say, context: Context) -> Decision:
    shown = room.people[context.actor].shown
    known = room.chat.find(command.id)
    if known is not None:
        return () if known.person == context.actor else no(Code.ID_TAKEN)
    staff = shown.role in STAFF_ROLES
    if not staff and room.chat.full(context.actor):
        return no(Code.CHAT_FULL)
    place = room.place_of(context.actor)
    if place.part is Part.WAITING and command.scope is not Scope.STAFF and not staff:
        return no(Code.WAITING)
    if command.to is not None and (not staff or command.scope is not Scope.STAFF):
        return no(Code.NOT_ALLOWED)
    if command.to is not None and command.to not in room.people:
        return no(Code.NO_SUCH_PERSON)
    scope = command.scope
    if place.private and scope is not Scope.STAFF:
        scope = Scope.BOOTH
    elif scope is Scope.BOOTH:
        return no(Code.PLACE_NOT_FOR_YOU)
    if scope in (Scope.ROOM, Scope.PLACE) and not room.may(context.actor, Speak.TEXT):
        return no(Code.LISTENING_NOW)
    if scope in (Scope.PLACE, Scope.BOOTH) and command.zone not in (None, place.zone):
        return no(Code.PLACE_CHANGED)
    message = Message(
        id=command.id,
        person=context.actor,
        nickname=shown.nickname,
        avatar=shown.avatar,
        role=shown.role,
        text=command.text,
        scope=scope,
        zone=place.zone,
        to_hall=command.to_hall and scope in (Scope.ROOM, Scope.PLACE),
        to=command.to,
        at=context.now,
    )
    done: tuple[AnyEvent, ...] = (WritingSet(person=context.actor, writing=False),) if shown.writing else ()
    return (MessageSaid(message=message), *done)


@decides(RemoveMessage)
def remove_message(room: Room, command: RemoveMessage, context: Context) -> Decision:
    message = room.chat.find(command.id)
    if message is None:
        return no(Code.NO_SUCH_MESSAGE)
    if message.person != context.actor and room.people[context.actor].shown.role not in STAFF_ROLES:
        return no(Code.NOT_YOUR_MESSAGE)
    return () if message.removed else (MessageRemoved(id=command.id),)


@decides(HandleMessage)
def handle_message(room: Room, command: HandleMessage, context: Context) -> Decision:
    message = room.chat.find(command.id)
    if message is None or message.scope is not Scope.STAFF:
        return no(Code.NO_SUCH_MESSAGE)
    person = threads.thread_of(message)
    if room.chat.place_in_thread(person, message.id) <= room.chat.handled_rev(person):
        return ()
    return (MessageHandled(id=message.id, person=person),)


@decides(React)
def react(room: Room, command: React, context: Context) -> Decision:
    if room.place_of(context.actor).part is Part.WAITING:
        return no(Code.WAITING)
    return (Reacted(person=context.actor, reaction=Reaction(kind=command.reaction, at=context.now)),)


@decides(SetWriting)
def set_writing(room: Room, command: SetWriting, context: Context) -> Decision:
    if room.people[context.actor].shown.writing == command.writing:
        return ()
    part = room.place_of(context.actor).part
    if command.writing and part is Part.WAITING:
        return no(Code.WAITING)
    if command.writing and part is Part.AWAY:
        return ()  # away from the talk: nobody waits for one there
    return (WritingSet(person=context.actor, writing=command.writing),)


shown_event(Reacted, told=inside_or_me, reaction=lambda event: event.reaction)
shown_event(WritingSet, told=inside_or_me, writing=lambda event: event.writing)


def _as_it_is_now(event: MessageSaid, room: Room) -> AnyEvent:
    """Without its words, if they were removed since."""
    now = room.chat.find(event.message.id)
    return event if now is None or not now.removed else MessageSaid(message=threads.without_words(event.message))


def _of_whose_thread(event: MessageSaid) -> tuple[str, ...]:
    """Talk is read by whoever is there; what staff are written, and what they answer, by those it is between as well."""
    message = event.message
    return tuple(filter(None, (message.person, message.to))) if message.scope is Scope.STAFF else ()


means(
    MessageSaid,
    names=_of_whose_thread,
    retold=_as_it_is_now,
)
means(MessageRemoved)
means(MessageHandled, names=its_person)
cuts(MessageHandled)(staff_or_me)


@evolves(MessageSaid)
def message_said(room: Room, event: MessageSaid) -> Room:
    room = room.with_chat(room.chat.added(room.revision + 1, event.message))
    return room if event.message.to is None else greeted_in(room, event.message.to)


@cuts(MessageSaid)
def cut_message_said(event: MessageSaid, audience: Audience) -> AnyEvent | None:
    return event if may_read(event.message, audience) else None


@folds(MessageSaid)
def fold_message_said(view: View, event: MessageSaid) -> View:
    if event.message.scope is Scope.STAFF:
        view = view.but(threads=threads.said(view.threads, event.message))
        return view if event.message.to is None else greeted_in_view(view, event.message.to)
    return view.but(chat=talked(view.chat, event.message))


@evolves(MessageRemoved)
def message_removed(room: Room, event: MessageRemoved) -> Room:
    return room.with_chat(room.chat.removed(event.id))


@cuts(MessageRemoved)
def cut_message_removed(event: MessageRemoved, audience: Audience) -> AnyEvent | None:
    # Staff-scope messages can be removed while their author waits on the veranda, so onlookers are told as well;
    # an id alone says nothing to those who never saw the message.
    return event


@folds(MessageRemoved)
def fold_message_removed(view: View, event: MessageRemoved) -> View:
    chat = tuple(threads.without_words(m) if m.id == event.id else m for m in view.chat)
    return view.but(chat=chat, threads=threads.wiped(view.threads, event.id))


@evolves(MessageHandled)
def message_handled(room: Room, event: MessageHandled) -> Room:
    return room.with_chat(room.chat.handled(event.person, event.id))


@folds(MessageHandled)
def fold_message_handled(view: View, event: MessageHandled) -> View:
    return view.but(threads=threads.handled(view.threads, event.person, event.id))
