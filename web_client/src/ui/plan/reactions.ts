/** The signs of reactions: characters, so that nothing has to be loaded. */
import type { ReactionKind } from "../../protocol/wire";

export const MARKS: Record<ReactionKind, string> = {
  nod: "🙂",
  clap: "👏",
  smile: "😊",
  heart: "🌼",
  same: "🤝",
  thanks: "🍵",
};

export const KINDS = Object.keys(MARKS) as ReactionKind[];
