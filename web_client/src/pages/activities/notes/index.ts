/** はりがみ: a board of notes, put up without a name. */
import type { ActivityKind } from "../kinds.svelte";
import { name } from "./name";
import type { Notes as Board } from "./notes";
import Notes from "./Notes.svelte";
import { notesWords } from "./words";

export const kind: ActivityKind<Board> = {
  component: Notes,
  name,
  wide: true,
  said: ({ phase, slips }, language) => {
    const w = notesWords[language];
    if (phase === "vote") return w.saidVote;
    if (phase === "shown") return w.saidShown;
    return w.said(Object.values(slips).filter(({ state }) => state === "up").length);
  },
};
