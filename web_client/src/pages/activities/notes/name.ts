import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "はりがみ", "ja-simple": "はりがみ", en: "Notes" };
