import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "みんなで描く", "ja-simple": "みんなで かく", en: "Draw together" };
