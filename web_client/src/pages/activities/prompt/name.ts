import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "お題", "ja-simple": "お題", en: "Prompt" };
