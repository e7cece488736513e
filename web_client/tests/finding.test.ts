/** How the desk finds people by name, and the order in which they stand. */
import { expect, test } from "vitest";
import { holds, kept, skeleton } from "../src/pages/desk/finding";

test("width, case, kana and punctuation do not matter, as for the server", () => {
  for (const [one, other] of [
    ["サクラ", "さくら"],
    ["ｻｸﾗ", "さくら"],
    ["ガーデン", "か\u3099ーてﾞん".normalize("NFKC")],
    ["ヴィオラ", "ゔぃおら"],
    ["Ｈａｒｕ", "haru"],
    ["は・る-か!", "はるか"],
  ] as const) expect(skeleton(one)).toBe(skeleton(other));
  expect(skeleton("さくら")).not.toBe(skeleton("ざくら"));
  expect(skeleton("!!")).toBe("!!");
});

test("a name is found by any part of it, and nothing looked for finds all", () => {
  expect(holds("しじゅうから 12", "ジュウ")).toBe(true);
  expect(holds("しじゅうから 12", "１２")).toBe(true);
  expect(holds("しじゅうから 12", "つばめ")).toBe(false);
  expect(holds("しじゅうから 12", "　")).toBe(true);
});

test("whoever stands somewhere stays there, whoever comes stands at the end", () => {
  const order = ["a", "b", "c"];
  expect(kept(order, ["c", "a"])).toBe(order);
  expect(kept(order, ["d", "c", "e", "a"])).toEqual(["a", "b", "c", "d", "e"]);
});
