import { expect, test } from "vitest";
import { namedIn } from "../src/pages/office/record/names";

test.each([
  ["さくらさんが来た", "さくらさん"],
  ["田中様の席", "田中様"],
  ["ケンくんと話した", "ケンくん"],
  ["よかった", ""],
  ["みなさんが、ゆっくりできた", ""],
  ["スタッフさんと参加者さん", ""],
  ["たくさん笑った", ""],
  ["", ""],
])("%s", (text, found) => {
  expect(namedIn("", text)).toBe(found);
});
