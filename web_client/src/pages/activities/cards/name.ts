import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "カードをひく", "ja-simple": "カードをひく", en: "Draw a card" };
