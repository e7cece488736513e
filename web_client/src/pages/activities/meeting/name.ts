import type { LanguageCode } from "../../../i18n/codes";

export const name: Record<LanguageCode, string> = { ja: "ミーティング(議題・意見箱・投票)", "ja-simple": "みんなで きめる 会", en: "Meeting: agenda, box, votes" };
