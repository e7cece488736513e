import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "話したいテーマ", "ja-simple": "話したいテーマ", en: "Themes to talk about" };
