/** スライド: pages of a PDF, which staff turn. */
import type { ActivityKind } from "../kinds.svelte";
import type { Slides as Shown } from "./slides";
import Slides from "./Slides.svelte";
import { slidesWords } from "./words";

export const kind: ActivityKind<Shown> = {
  component: Slides,
  name: { ja: slidesWords.ja.name, "ja-simple": slidesWords["ja-simple"].name, en: slidesWords.en.name },
  said: ({ deck, title, page, pages }, language) =>
    deck === "" ? slidesWords[language].outside : slidesWords[language].said(page, pages, title),
  wide: true,
};
