import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "ミーティング", "ja-simple": "みんなで きめる 会", en: "Meeting" };
