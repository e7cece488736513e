/** Notes: how long they stay, how many, and what takes back what they tell of. */
import { expect, test, vi } from "vitest";
import { Notes } from "../src/ui/notes.svelte";
import { FakeClock } from "./fakes";

const texts = (notes: Notes) => notes.all.map((note) => note.text);

test("a note goes by itself, and one that can be taken back stays until it is put away", () => {
  const clock = new FakeClock();
  const notes = new Notes(clock, { staysMs: 1000, most: 3 });
  notes.show("保存しました");
  notes.show({ text: "移しました", undo: () => Promise.resolve(), said: "移しました" });
  clock.pass(1000);
  expect(texts(notes)).toEqual(["移しました"]);
  const [note] = notes.all;
  notes.away(note?.id ?? 0);
  expect(texts(notes)).toEqual([]);
});

test("the oldest makes room, and the same sentence is not shown twice but said twice", () => {
  const notes = new Notes(new FakeClock(), { staysMs: 1000, most: 2 });
  for (const text of ["一", "二", "三"]) notes.show(text);
  expect(texts(notes)).toEqual(["二", "三"]);
  notes.show("三");
  expect(texts(notes)).toEqual(["二", "三"]);
  expect(notes.said).toBe("三\u00a0");
});

test("of two notes about the same only the newer, which is true, is left", () => {
  const notes = new Notes(new FakeClock());
  notes.show({ text: "中へどうぞ", about: "place" });
  notes.show({ text: "マイクをお休みにしました", about: "microphone" });
  notes.show({ text: "縁側にうつりました", about: "place" });
  expect(texts(notes)).toEqual(["マイクをお休みにしました", "縁側にうつりました"]);
});

test("what is taken back is taken back once, and is not offered when it no longer can be", async () => {
  const notes = new Notes(new FakeClock(), { staysMs: 1000, most: 3 });
  const undo = vi.fn().mockResolvedValue(undefined);
  notes.show({ text: "移しました", undo, said: "移しました。元に戻せます" });
  expect(notes.said).toBe("移しました。元に戻せます");
  for (const note of notes.all) await notes.undo(note);
  expect(undo).toHaveBeenCalledTimes(1);
  expect(texts(notes)).toEqual([]);
  notes.show({ text: "移しました", undo, said: "移しました" });
  notes.show("保存しました");
  notes.forgetUndo();
  expect(texts(notes)).toEqual(["保存しました"]);
});
