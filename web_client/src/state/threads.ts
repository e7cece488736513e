/**
 * Threads with the staff, folded as the server's rooms/threads.py does: one that waits for an answer never drops, others
 * only where there is too much. Pure.
 */
import { isStaff, type Message, type Thread } from "../protocol/wire";

const THREAD_SHOWN = 50;
const DESK_SHOWN = 200;
const LEAST_SHOWN = 5;

/** The first that its person has said since the staff last answered or read; undefined where nothing waits. */
export function unanswered(thread: Thread): Message | undefined {
  const known = thread.messages.findIndex((message) => message.id === thread.handled) + 1;
  return thread.messages.slice(known).find((m) => m.person === thread.person && !isStaff(m.role) && !m.removed);
}

export function waits(thread: Thread): boolean {
  return unanswered(thread) !== undefined;
}

/** Without the words of a message that was removed. */
export function wiped(messages: Message[], id: string): Message[] {
  return messages.map((message) => (message.id === id ? { ...message, removed: true, text: "" } : message));
}

export function said(threads: Thread[], message: Message): Thread[] {
  const person = message.to ?? message.person;
  const old = threads.find((thread) => thread.person === person);
  const messages = [...(old?.messages ?? []), message].slice(-THREAD_SHOWN) as Thread["messages"];
  const handled = message.to !== null ? message.id : (old?.handled ?? null);
  return fitted([...threads.filter((thread) => thread.person !== person), { person, messages, handled }]);
}

export function handled(threads: Thread[], person: string, id: string): Thread[] {
  return fitted(threads.map((thread) => (thread.person === person ? { ...thread, handled: id } : thread)));
}

export function without(threads: Thread[], id: string): Thread[] {
  if (!threads.some((thread) => thread.messages.some((message) => message.id === id))) return threads;
  return fitted(threads.map((thread) => ({ ...thread, messages: wiped(thread.messages, id) as Thread["messages"] })));
}

function fitted(threads: Thread[]): Thread[] {
  let over = threads.reduce((sum, thread) => sum + thread.messages.length, 0) - DESK_SHOWN;
  if (over <= 0) return threads;
  let kept = threads.filter((thread, index) => {
    if (over <= 0 || index === threads.length - 1 || waits(thread)) return true;
    over -= thread.messages.length;
    return false;
  });
  for (; over > 0; over -= 1) {
    const most = Math.max(...kept.map((thread) => thread.messages.length));
    if (most <= LEAST_SHOWN) break;
    const longest = kept.findIndex((thread) => thread.messages.length === most);
    kept = kept.map((thread, index) => (index === longest ? { ...thread, messages: thread.messages.slice(1) as Thread["messages"] } : thread));
  }
  return kept;
}
