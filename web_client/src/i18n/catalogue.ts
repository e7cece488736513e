/**
 * Words of a page in three languages. The Japanese catalogue is the type: a sentence that is missing in another does not
 * compile. Others are loaded when chosen, so that a phone loads one language.
 */
import type { LanguageCode } from "./codes";

export type Loaders<T> = Record<Exclude<LanguageCode, "ja">, () => Promise<T>>;

/** Text between these marks is what a test of untranslated text looks for: nothing on a page stands outside a catalogue. */
export async function load<T>(code: LanguageCode, first: T, others: Loaders<T>): Promise<T> {
  return code === "ja" ? first : others[code]();
}
