/** The list of kinds, which comes with the first of them: where nothing is done together, nobody fetches it. */
import type { Activity } from "../../protocol/wire";
import type { ActivityKind, KindName } from "./kinds.svelte";

type Load<K extends KindName> = () => Promise<{ kind: ActivityKind<Extract<Activity, { kind: K }>> }>;

export const KINDS: { [K in KindName]: Load<K> } = {
  prompt: () => import("./prompt"),
  cards: () => import("./cards"),
  questions: () => import("./questions"),
  themes: () => import("./themes"),
  slides: () => import("./slides"),
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];
