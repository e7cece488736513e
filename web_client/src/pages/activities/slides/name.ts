import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "スライド", "ja-simple": "スライド", en: "Slides" };
