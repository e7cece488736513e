import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "ふたつの手がかり", "ja-simple": "2つの 手がかり", en: "Two halves of a clue" };
