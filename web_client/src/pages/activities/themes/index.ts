/** 話したいテーマ: proposed and chosen without a name, then tables are made of them. */
import { ja } from "../../../i18n/ja";
import type { ActivityKind } from "../kinds.svelte";
import type { Themes as Proposed } from "./themes";
import Themes from "./Themes.svelte";
import { name } from "./name";
import { themesWords } from "./words";

export const kind: ActivityKind<Proposed> = {
  component: Themes,
  name,
  said: ({ phase, slips, chosen }, language) => {
    const { said } = themesWords[language];
    if (phase === "vote") return said.vote();
    const texts = chosen.flatMap((id) => slips[id]?.text ?? []);
    if (phase === "decided") return said.decided(texts.join(language === "en" ? ", " : ja.comma));
    return said.propose(Object.values(slips).filter(({ state }) => state === "up").length);
  },
};
