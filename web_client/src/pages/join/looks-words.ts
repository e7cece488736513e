/** The words where one chooses a look: fetched with the looks. */
import type { LanguageCode } from "../../i18n/codes";

const ja = {
  otherLooks: "ほかの顔",
  lookOf: (number: number) => `絵 ${number}`,
};

type LooksWords = typeof ja;

const simple: LooksWords = {
  otherLooks: "ほかの 顔",
  lookOf: (number) => `絵 ${number}`,
};

const en: LooksWords = {
  otherLooks: "Other faces",
  lookOf: (number) => `Picture ${number}`,
};

export const looksWords: Record<LanguageCode, LooksWords> = { ja, "ja-simple": simple, en };
