import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "質問", "ja-simple": "質問", en: "Questions" };
