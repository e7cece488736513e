import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "ことばをつなぐ", "ja-simple": "ことばを つなぐ", en: "A chain of words" };
