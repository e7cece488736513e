/** どれにする: chosen by a tap or by walking there, counted without a name. */
import { ja } from "../../../i18n/ja";
import type { ActivityKind } from "../kinds.svelte";
import { countOf, labelsOf, type Choice as Asked } from "./choice";
import Choice from "./Choice.svelte";
import { name } from "./name";
import { choiceWords } from "./words";

export const kind: ActivityKind<Asked> = {
  component: Choice,
  name,
  // Counts that change while people choose are not said each time: only what staff have shown.
  said: (choice, language) => {
    const w = choiceWords[language];
    const labels = labelsOf(choice, w.yesNo);
    const comma = language === "en" ? ", " : ja.comma;
    const { text } = choice.ask;
    if (!choice.shown) return w.said.asked(text, choice.ask.options.map((each) => each.text).join(comma));
    const point = choice.points[String(choice.at)];
    if (point !== undefined) return w.said.right(choice.ask.right.map((at) => labels[at] ?? "").join(comma), point.right);
    return w.said.counts(text, labels.flatMap((label, at) => (choice.form === "scale" && !countOf(choice, at) ? [] : [w.of(label, countOf(choice, at) ?? 0)])).join(comma));
  },
  wide: true,
};
