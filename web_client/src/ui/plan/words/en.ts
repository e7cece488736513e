import type { WalkWords } from "./ja";

export const en: WalkWords = {
  stroll: "Walk around",
  strollEnd: "Stop walking",
  strollHint: "Walk with the arrow keys. Your seat stays yours. Esc stops.",
};
