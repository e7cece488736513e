/**
 * The kinds that stand in this folder: a new one is a folder with an index.ts and a name.ts, and touches no other. The list comes
 * with the first of them: where nothing is done together, nobody fetches it. It brings what they are called, and each kind's
 * component and words when it is asked for.
 */
import type { LanguageCode } from "../../i18n/codes";
import type { ActivityKind, KindName } from "./kinds.svelte";

const LOADS = import.meta.glob<{ kind: ActivityKind }>("./*/index.ts");
const NAMES = import.meta.glob<Record<LanguageCode, string>>("./*/name.ts", { eager: true, import: "name" });

export const KIND_NAMES = Object.keys(NAMES).map((path) => path.split("/")[1] as KindName);

/** What a kind is called; nothing for one that a newer server has. */
export function kindName(name: KindName, language: LanguageCode): string {
  return NAMES[`./${name}/name.ts`]?.[language] ?? "";
}

export async function loadKind(name: KindName): Promise<ActivityKind> {
  const load = LOADS[`./${name}/index.ts`];
  if (load === undefined) throw new Error(`no kind of activity is called ${name}`);
  return (await load()).kind;
}
