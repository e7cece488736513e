/** Reading what the library offers. Pure. */
import type { LanguageCode } from "../../i18n/codes";
import type { Idea, ReadyActivity } from "../../protocol/wire";

export const said = (idea: Idea, language: LanguageCode): string => idea[language === "ja-simple" ? "ja_simple" : language];

export const PRESSURES = [1, 2, 3, 4, 5] as const;

/** Those of each pressure, gentle ones first; without pressures of which there are none. */
export function byPressure(activities: readonly ReadyActivity[]): { pressure: number; activities: ReadyActivity[] }[] {
  return PRESSURES.map((pressure) => ({ pressure, activities: activities.filter((each) => each.pressure === pressure) })).filter(
    (group) => group.activities.length > 0,
  );
}
