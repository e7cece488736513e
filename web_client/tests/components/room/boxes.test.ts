/** Whatever stands in a box of the room is still there after a reload, and gone when one leaves. */
import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import type { Component } from "svelte";
import Cards from "../../../src/pages/activities/cards/Cards.svelte";
import Prompt from "../../../src/pages/activities/prompt/Prompt.svelte";
import RoomText from "../../../src/pages/desk/RoomText.svelte";
import Entering from "../../../src/pages/join/Entering.svelte";
import Chat from "../../../src/pages/room/Chat.svelte";
import Concern from "../../../src/pages/room/Concern.svelte";
import Staff from "../../../src/pages/room/Staff.svelte";
import type { App } from "../../../src/ui/app.svelte";
import { here, staffed, stage, voiceThat } from "../stage";

afterEach(() => { document.body.replaceChildren(); });

/** They have no draft of the room: a code is no words, a nickname at the desk is one line, and replies, one for each person, have a test of their own. */
const OTHERS = ["Code", "EntryForm", "Inbox"];
/** Every file of the room, the desk, the activities and the doors in which one writes. */
const files = import.meta.glob<string>("../../../src/pages/{room,desk,activities,join}/**/*.svelte", { query: "?raw", import: "default", eager: true });
const TYPED = /<textarea|<input(?![^>]*type="(checkbox|radio|range|number|time)")/s;

const props = {
  Chat: (app: App) => ({ app }),
  Staff: (app: App) => ({ app, open: true }),
  Concern: (app: App) => ({ app, about: null, open: true }),
  RoomText: ({ session }: App) => ({ session }),
  Prompt: ({ session }: App) => ({ session, activity: null, place: null, at: "desk" }),
  Cards: ({ session }: App) => ({ session, activity: null, place: null, at: "desk" }),
  Entering: (app: App) => ({ app, voice: voiceThat("off").voice, wish: "talker", back: () => undefined }),
};
const boxes: Record<keyof typeof props, Component> = { Chat, Staff, Concern, RoomText, Prompt, Cards, Entering } as never;

test("these are all the boxes", () => {
  const found = Object.entries(files).filter(([, text]) => TYPED.test(text)).map(([path]) => path.replace(/.*\/|\.svelte$/g, ""));
  expect(found.sort()).toEqual([...Object.keys(boxes), ...OTHERS].sort());
});

test.each(Object.keys(boxes) as (keyof typeof props)[])("%s", async (name) => {
  const view = ["RoomText", "Prompt", "Cards"].includes(name) ? staffed() : here;
  const first = await stage(view);
  const show = async (app: App) => {
    const screen = await render(boxes[name], props[name](app));
    if (name === "Entering") await userEvent.click(screen.getByRole("button", { name: "わかりました" }));
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
