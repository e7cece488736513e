/** The languages of the client. `ja-simple` is やさしい日本語. */
export const LANGUAGES = ["ja", "ja-simple", "en"] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

export function isLanguage(code: string): code is LanguageCode {
  return (LANGUAGES as readonly string[]).includes(code);
}
