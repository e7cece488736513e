/** Who has been heard how much, as the server tells it to staff who ask; and who of them takes part by listening. */
import type { Balance, Shown, View } from "../../protocol/wire";
import { isStaff } from "../../protocol/wire";
import { listens, placeOf } from "../../state/places";
import { seated } from "../../state/rounds";
import type { Session } from "../../state/session.svelte";

/** What is known now; null where nobody could be asked. */
export async function askBalance(session: Session): Promise<Balance | null> {
  const answer = await session.ask({ type: "show_balance" }, false);
  return answer.ok ? (answer.balance ?? null) : null;
}

export interface Row {
  shown: Shown;
  /** Null where it cannot be measured. */
  voice: number | null;
  messages: number;
  turn: boolean;
}

/** Those who talk or may, as they sit: an order by how much would be a ranking. Whose card says to be let be is not among them. */
export function rowsOf(view: View, balance: Balance): Row[] {
  const known = new Map(balance.people.map((each) => [each.person, each]));
  const here = Object.values(view.people).filter(({ id, card }) => known.has(id) && card !== "watch");
  return seated(view, here).flatMap((shown) => {
    const heard = known.get(shown.id);
    return heard === undefined ? [] : [{ shown, voice: heard.voice, messages: heard.messages, turn: heard.turn }];
  });
}

/** Participants in listener seats, and those whose card says to be let be. */
export function listeners(view: View): Shown[] {
  return seated(view, Object.values(view.people).filter((person) => {
    const place = placeOf(view, person.place);
    if (isStaff(person.role) || place?.part !== "present" || place.private) return false;
    return listens(place) || person.card === "watch";
  }));
}
