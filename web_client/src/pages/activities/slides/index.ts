/** スライド: pages of a PDF, which staff turn. */
import type { ActivityKind } from "../kinds.svelte";
import type { Slides as Shown } from "./slides";
import Slides from "./Slides.svelte";
import { name } from "./name";
import { slidesWords } from "./words";

export const kind: ActivityKind<Shown> = {
  component: Slides,
  name,
  said: ({ deck, title, page, pages }, language) =>
    deck === "" ? slidesWords[language].outside : slidesWords[language].said(page, pages, title),
  wide: true,
};
