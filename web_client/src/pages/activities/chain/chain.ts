import type { Limit } from "../../../state/counting";
import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Chain = Extract<Activity, { kind: "chain" }>;
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "chain" }>["act"];
export type Form = Chain["form"];

export const FORMS: readonly Form[] = ["shiritori", "thinking", "story", "senryu"];
/** As many characters a link, and what it is about, have at most: the server refuses more. */
export const LINK: Limit = { most: 100 };
export const TITLE: Limit = { most: 60 };
/** So many of the newest stand on the page at once, and on the hall's wall. */
export const SHOWN = 12;
export const ON_WALL = 3;

export interface Row {
  id: string;
  number: number;
  text: string;
  own: boolean;
}

/** From the first to the newest. */
export function rows(chain: Chain): Row[] {
  return Object.entries(chain.links)
    .map(([id, { number, text }]) => ({ id, number, text, own: chain.own[id] === true }))
    .sort((a, b) => a.number - b.number);
}

const SMALL = "ぁぃぅぇぉっゃゅょゎ";
const LARGE = "あいうえおつやゆよわ";

/** The kana with which the next word begins; null where the last one ends in none (a kanji, a sign, a Latin letter). */
export function nextKana(text: string): string | null {
  const kana = text
    .normalize("NFKC")
    .replace(/[\u30a1-\u30f6]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0x60))
    .replace(/[^\p{L}\p{N}]+$/u, "")
    .replace(/ー+$/, "");
  const last = [...kana].at(-1) ?? "";
  if (!/^[\u3041-\u3096]$/.test(last)) return null;
  return LARGE[SMALL.indexOf(last)] ?? last;
}

/** Which of the three lines of a senryu comes next, from 0. */
export const lineOf = (number: number): number => number % 3;

/** As they are read: senryu by three, everything else one by one. */
export function verses(all: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(all.length / 3) }, (_, at) => all.slice(at * 3, at * 3 + 3));
}
