import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "どれにする", "ja-simple": "どれに する", en: "Which one" };
