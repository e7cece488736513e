/** カードをひく: one draws, all see. */
import type { ActivityKind } from "../kinds.svelte";
import type { Cards as Laid } from "./cards";
import Cards from "./Cards.svelte";
import { name } from "./name";
import { cardsWords } from "./words";

export const kind: ActivityKind<Laid> = {
  component: Cards,
  name,
  said: ({ drawn, left }, language) =>
    drawn === null ? cardsWords[language].faceDown(left) : cardsWords[language].said(drawn.text),
};
