/** Reactions in the order in which they are offered. */
import type { ReactionKind } from "../../protocol/wire";

export const KINDS: readonly ReactionKind[] = ["nod", "clap", "smile", "heart", "same", "thanks"];
