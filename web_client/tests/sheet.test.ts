/** The run sheet as rooms/sheet.py has it, in the same cases (tests/rooms/test_sheet.py). */
import { expect, test } from "vitest";
import type { Step } from "../src/protocol/wire";
import { modeAt, nextOf, speakAt } from "../src/state/sheet";

const practice: Step[] = [
  { title: "聞く時間", minutes: 20, speak: "listen" },
  { title: "文字の時間", minutes: 30, speak: "text" },
  { title: "声の時間", minutes: 30, speak: "voice" },
  { title: "ひとこと", minutes: 10 },
];

test("one listens, then writes, then speaks; a step that says nothing goes on as before", () => {
  expect(practice.map((_, step) => speakAt(practice, step))).toEqual(["listen", "text", "voice", "voice"]);
  expect(speakAt([practice[1] as Step, practice[3] as Step], 1)).toBe("text");
});

test("where none says it one takes part by voice, and it is held as it began", () => {
  expect(speakAt([{ title: "一", speak: null }], 0)).toBe("voice");
  expect(speakAt([], 0)).toBe("voice");
  expect(modeAt([{ title: "一" }], 0, "tables")).toBe("tables");
});

test("what is left out brings nothing", () => {
  const steps: Step[] = [
    { title: "一", mode: "lecture", speak: "listen" },
    { title: "二", mode: "booths", speak: "text", skipped: true },
    { title: "三" },
  ];
  expect(modeAt(steps, 2, "ibasho")).toBe("lecture");
  expect(speakAt(steps, 2)).toBe("listen");
  expect(modeAt(steps, 0, "ibasho")).toBe("lecture");
});

test("the next is the next that is not skipped, and after the last there is none", () => {
  const steps: Step[] = [{ title: "一" }, { title: "二", skipped: true }, { title: "三" }, { title: "四", skipped: true }];
  expect([0, 1, 2, 3].map((step) => nextOf(steps, step))).toEqual([2, 2, -1, -1]);
});
