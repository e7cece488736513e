/** Whatever stands in a box of the room is still there after a reload, and gone when one leaves; and a box takes what the server takes. */
import { afterEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Component } from "svelte";
import Cards from "../../../src/pages/activities/cards/Cards.svelte";
import Writing from "../../../src/pages/activities/choice/Writing.svelte";
import Prompt from "../../../src/pages/activities/prompt/Prompt.svelte";
import Box from "../../../src/pages/activities/slips/Box.svelte";
import EntryForm from "../../../src/pages/desk/EntryForm.svelte";
import Inbox from "../../../src/pages/desk/Inbox.svelte";
import RoomText from "../../../src/pages/desk/RoomText.svelte";
import { StepDraft } from "../../../src/pages/desk/step-draft.svelte";
import StepForm from "../../../src/pages/desk/StepForm.svelte";
import TellWaiting from "../../../src/pages/desk/TellWaiting.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import Entering from "../../../src/pages/join/Entering.svelte";
import All from "../../../src/pages/remote/All.svelte";
import Chat from "../../../src/pages/room/Chat.svelte";
import Concern from "../../../src/pages/room/Concern.svelte";
import Staff from "../../../src/pages/room/Staff.svelte";
import { MESSAGE } from "../../../src/state/counting";
import type { App } from "../../../src/ui/app.svelte";
import Line from "../activities/Lined.svelte";
import { here, staffed, stage, voiceThat } from "../stage";

afterEach(() => { document.body.replaceChildren(); });

/** A code is read by a machine, a name that is looked for goes nowhere, and a greeting is written before it is changed: they are not counted here. */
const UNCOUNTED = ["Code", "GreetSheet", "PeoplePanel"];
/** They have no draft of the room: a code and a name that is looked for are no words, a nickname at the desk is one line, a greeting stands there before it is changed, and replies, one for each person, have a test of their own. */
const OTHERS = ["Code", "EntryForm", "GreetSheet", "Inbox", "PeoplePanel"];
/** Every file of the room, the desk, the activities and the doors in which one writes. */
const files = import.meta.glob<string>("../../../src/pages/{room,desk,activities,join,remote}/**/*.svelte", { query: "?raw", import: "default", eager: true });
const TYPED = /<textarea|<input(?![^>]*type="(checkbox|radio|range|number|time)")/s;

const props = {
  Chat: (app: App) => ({ app }),
  Staff: (app: App) => ({ app, open: true }),
  Concern: (app: App) => ({ app, about: null, open: true }),
  RoomText: ({ session }: App) => ({ session }),
  TellWaiting: ({ session }: App) => ({ session }),
  StepForm: ({ session }: App) => {
    const draft = new StepDraft(session);
    if (!draft.open) draft.begin(null);
    return { session, draft, onclose: () => undefined };
  },
  Prompt: ({ session }: App) => ({ session, activity: null, place: null, at: "desk" }),
  Cards: ({ session }: App) => ({ session, activity: null, place: null, at: "desk" }),
  Writing: ({ session }: App) => ({ session, place: null, first: "guess" }),
  Box: ({ session }: App) => ({ session, label: "聞きたいこと", send: "出す", limit: MESSAGE, review: false, write: () => Promise.resolve(true) }),
  Line: ({ session }: App) => ({ session, send: () => undefined }),
  All: (app: App) => ({ app, open: true, close: () => undefined }),
  Entering: (app: App) => ({ app, voice: voiceThat("off").voice, wish: "talker", back: () => undefined }),
};
const boxes: Record<keyof typeof props, Component> = { Chat, Staff, Concern, RoomText, TellWaiting, StepForm, Prompt, Cards, Writing, Box, Line, All, Entering } as never;
const counted = {
  ...props,
  EntryForm: ({ session }: App) => ({ session }),
  Inbox: ({ session }: App) => ({ session, waiting: new Waiting(session.room), writingTo: "sakura" }),
};
const LIMITS: Partial<Record<keyof typeof counted, number>> = { Entering: 20, EntryForm: 20, StepForm: 80, TellWaiting: 100, Cards: 120, Writing: 100 };
const FAMILY = "👨\u200d👩\u200d👧\u200d👦";

async function shown(name: keyof typeof counted, app: App) {
  const screen = await render({ ...boxes, EntryForm, Inbox }[name] as Component, counted[name](app));
  const box = screen.getByRole("textbox").first();
  // What is pasted, whole; and all keys of a conversion at once.
  const put = (text: string) => {
    const element = box.element() as HTMLTextAreaElement;
    element.value = text;
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  };
  const send = () => box.element().closest("form")?.querySelector<HTMLButtonElement>("button:not([type=button])");
  return { screen, box, put, send };
}

test("these are all the boxes", () => {
  const found = Object.entries(files).filter(([, text]) => TYPED.test(text)).map(([path]) => path.replace(/.*\/|\.svelte$/g, ""));
  expect(found.sort()).toEqual([...Object.keys(boxes), ...OTHERS].sort());
  expect(found.sort()).toEqual([...Object.keys(counted), ...UNCOUNTED].sort());
});

test.each(Object.keys(boxes) as (keyof typeof props)[])("%s", async (name) => {
  const view = ["RoomText", "TellWaiting", "StepForm", "Prompt", "Cards", "Writing", "Line", "All"].includes(name) ? staffed() : here;
  const first = await stage(view);
  const show = async (app: App) => {
    const screen = await render(boxes[name], props[name](app));
      return screen.getByRole("textbox").first();
  };
  await (await show(first.app)).fill("書きかけのことば");
  document.body.replaceChildren();
  const again = await stage(view, { fresh: false });
  await expect.element(await show(again.app)).toHaveValue("書きかけのことば");
  document.body.replaceChildren();
  again.session.leave();
  const after = await stage(view, { fresh: false });
  await expect.element(await show(after.app)).not.toHaveValue("書きかけのことば");
});

test.each(Object.keys(counted) as (keyof typeof counted)[])("%s takes as many characters as the server, and says how many are too many", async (name) => {
  const { app, asked } = await stage(["RoomText", "TellWaiting", "StepForm", "Prompt", "Cards", "Writing", "Line", "All", "EntryForm", "Inbox"].includes(name) ? staffed() : here);
  const { screen, box, put, send } = await shown(name, app);
  const most = LIMITS[name] ?? 500;
  put(FAMILY.repeat(most + 3));
  await expect.element(screen.getByText("3文字おおいです")).toBeVisible();
  await expect.element(box).toHaveValue(FAMILY.repeat(most + 3));
  await expect.element(box).toHaveAccessibleDescription(expect.stringContaining("3文字おおいです"));
  await expect.element(box).toHaveAttribute("aria-invalid", "true");
  await expect.poll(() => send()?.disabled).toBe(true);
  expect(asked().filter(({ type }) => !["look", "set_writing", "suggest_nickname"].includes(type))).toEqual([]);
  put(FAMILY.repeat(most));
  await expect.element(box).toHaveAttribute("aria-invalid", "false");
  await expect.poll(() => send()?.disabled).toBe(false);
  if (name !== "Cards") await expect.element(screen.getByText("あと0文字")).toBeVisible();
  put("か\u3099".repeat(most + 1));
  await expect.element(screen.getByText("1文字おおいです")).toBeVisible();
});

test("nothing is counted while a Japanese keyboard converts", async () => {
  const { app } = await stage(here);
  const { screen, box, put } = await shown("Staff", app);
  const conversion = (type: string) => box.element().dispatchEvent(new CompositionEvent(type, { bubbles: true }));
  conversion("compositionstart");
  put("あ".repeat(501));
  await expect.element(box).toHaveValue("あ".repeat(501));
  await expect.element(box).toHaveAttribute("aria-invalid", "false");
  expect(screen.getByText("おおいです").query()).toBeNull();
  conversion("compositionend");
  await expect.element(screen.getByText("1文字おおいです")).toBeVisible();
});

test("so many lines are too many", async () => {
  const { app } = await stage(here);
  const { screen, put, send } = await shown("Chat", app);
  put("あ\n".repeat(40) + "い");
  await expect.element(screen.getByText("40行までです。いま41行あります")).toBeVisible();
  await expect.poll(() => send()?.disabled).toBe(true);
});
