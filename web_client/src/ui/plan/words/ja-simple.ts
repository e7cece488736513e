import type { WalkWords } from "./ja";

export const jaSimple: WalkWords = {
  stroll: "歩く",
  strollEnd: "歩くのを やめる",
  strollHint: "やじるしの キーで 歩けます。席は そのままです。Escで やめます。",
};
