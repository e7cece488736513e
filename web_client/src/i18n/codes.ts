/** The languages of the client. `ja-simple` is やさしい日本語. */
export const LANGUAGES = ["ja", "ja-simple", "en"] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** Each by its own name: whoever cannot read the page must find it. */
export const LANGUAGE_NAMES: Readonly<Record<LanguageCode, string>> = { ja: "日本語", "ja-simple": "やさしい日本語", en: "English" };

export function isLanguage(code: string): code is LanguageCode {
  return (LANGUAGES as readonly string[]).includes(code);
}

/** The language that a link asks for, with `?lang=`; null where it asks for none that there is. */
export function ofLink(search: string): LanguageCode | null {
  const asked = new URLSearchParams(search).get("lang") ?? "";
  return isLanguage(asked) ? asked : null;
}

/** Of those that somebody reads, in their order, the first that there is; Japanese where there is none. */
export function ofBrowser(read: readonly string[]): LanguageCode {
  const codes = read.map((each) => each.toLowerCase().split("-")[0] ?? "");
  return codes.find((each) => each === "ja" || each === "en") as LanguageCode | undefined ?? "ja";
}
