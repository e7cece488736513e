/** みんなで描く: one paper, on which everybody draws lines and sets stamps. */
import type { ActivityKind } from "../kinds.svelte";
import type { Canvas as Drawn } from "./canvas";
import Canvas from "./Canvas.svelte";
import { name } from "./name";
import { headingOf } from "./told";
import { canvasWords } from "./words";

export const kind: ActivityKind<Drawn> = {
  component: Canvas,
  name,
  // Not what is on it: nobody is told of each line while thirty draw.
  said: (activity, language) => {
    const w = canvasWords[language];
    return activity.open ? headingOf(activity, w) : w.looking;
  },
  wide: true,
};
