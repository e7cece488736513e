/** Whatever is typed in a form of the office is still there after its page was left or loaded anew, and gone with its writer. */
import { expect, test, vi } from "vitest";
import { render, type RenderResult } from "vitest-browser-svelte";
import type { Component } from "svelte";
import type { Office } from "../../../src/pages/office/office.svelte";
import { keepUnder } from "../../../src/pages/office/form/drafts.svelte";
import { formWords } from "../../../src/pages/office/form/form-words";
import InvitePanel from "../../../src/pages/office/people/InvitePanel.svelte";
import CrewPanel from "../../../src/pages/office/places/CrewPanel.svelte";
import VenuesPanel from "../../../src/pages/office/places/VenuesPanel.svelte";
import ProgrammeForm from "../../../src/pages/office/programmes/ProgrammeForm.svelte";
import DecidedLine from "../../../src/pages/office/record/DecidedLine.svelte";
import LookBackForm from "../../../src/pages/office/record/LookBackForm.svelte";
import RecordForm from "../../../src/pages/office/record/RecordForm.svelte";
import { scheduleWords } from "../../../src/pages/office/schedule/schedule-words";
import AddDate from "../../../src/pages/office/series/AddDate.svelte";
import NewForm from "../../../src/pages/office/series/NewForm.svelte";
import SeriesFields from "../../../src/pages/office/series/SeriesFields.svelte";
import ChangeDialog from "../../../src/pages/office/session/ChangeDialog.svelte";
import DutiesForm from "../../../src/pages/office/session/DutiesForm.svelte";
import SpecialForm from "../../../src/pages/office/session/SpecialForm.svelte";
import TelephoneForm from "../../../src/pages/office/session/TelephoneForm.svelte";
import NewOrganisation from "../../../src/pages/office/settings/NewOrganisation.svelte";
import OrganisationForm from "../../../src/pages/office/settings/OrganisationForm.svelte";
import { PLANNER, programme, series, session, signedIn } from "./signed-in";

/** Every file of the office in which something is typed. */
const files = import.meta.glob<string>("../../../src/pages/office/**/*.svelte", { query: "?raw", import: "default", eager: true });
const named = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/.*\/office\/|\.svelte$/g, ""), text]));
const TYPED = /<(Text|Area|Amount|Chips|Seats|EntryPicker|RuleBuilder|PlaceFields|Steps|ClosedDays|textarea|input(?![^>]*type="checkbox"))\b/s;

/** Parts of forms: whoever shows them holds what is typed. */
const PARTS = /^form\/|^schedule\/|^programmes\/Steps?$|^settings\/ClosedDays$/;
/** Passwords, one-time codes, and what is handed over in secret: never kept. */
const SECRETS = ["account/Invitation", "account/PasswordPanel", "account/SetUp", "account/SignInForm", "account/TotpPanel", "series/AcceptShare"];
/** A number of codes to make, texts to copy, dates of a chart: nothing is written there. */
const NOTHING = ["series/Passes", "session/LinksPanel", "record/Counts"];

const kind = { kind: "ibasho", title: "居場所", about: "", programme: programme.programme, example_rule: "FREQ=MONTHLY;BYDAY=3SU" };
const ground = { programmes: [programme], kinds: [kind], venues: [], today: "2031-04-01" };
const detail = { session, entry: { kind: "free" }, capacities: {}, conditions: [], duties: [], clashes: [], version: "1" };
const nothing = vi.fn();
const sheet = { onchanged: nothing, onclose: nothing, onagain: nothing, ondetail: nothing };
const settings = { name: "縁側市", slug: "engawa", version: "1" };
const shown = { session: "e1", sheet: {}, until: null, before: null, version: "1" };
const decided = { id: "m1-0", text: "本だなをつくる", became: null, word: "", told: false, version: "1" };
const counts = { added: {}, version: "1" };

interface Box {
  page: unknown;
  props: (office: Office) => object;
  /** The box that is typed in. */
  box: string | RegExp;
  /** What opens it. */
  press?: string;
  text?: string;
}
const boxes: Record<string, Box> = {
  "series/SeriesFields": { page: SeriesFields, props: (office) => ({ office, programme: "p1", ground, people: [], shown: series }), box: /^名前/ },
  "series/NewForm": { page: NewForm, props: (office) => ({ office, kind, venues: [] }), box: /^会の名前/ },
  "series/AddDate": { page: AddDate, props: (office) => ({ office, series, venues: [], ...sheet }), box: "ひとこと" },
  "session/ChangeDialog": { page: ChangeDialog, props: (office) => ({ office, session, series, doing: "cancel", venues: [], ...sheet }), box: "ひとこと" },
  "session/SpecialForm": { page: SpecialForm, props: (office) => ({ office, detail, ...sheet }), box: "この回のひとこと" },
  "session/DutiesForm": { page: DutiesForm, props: (office) => ({ office, detail, crew: [], ...sheet }), box: "新しい名前" },
  "session/TelephoneForm": {
    page: TelephoneForm,
    props: (office) => ({ office, session, asksMail: true, what: "telephone e1", onmade: nothing, onquit: nothing }),
    box: /メール/,
  },
  "people/InvitePanel": { page: InvitePanel, props: (office) => ({ office, invitations: [], onchanged: nothing }), box: /メール/ },
  "places/VenuesPanel": { page: VenuesPanel, props: (office) => ({ office, venues: [] }), box: "会場の名前", press: "会場を加える" },
  "places/CrewPanel": { page: CrewPanel, props: (office) => ({ office, crew: [] }), box: /名前/, press: "人を加える" },
  "programmes/ProgrammeForm": { page: ProgrammeForm, props: (office) => ({ office, shown: programme, kinds: [] }), box: /名前/ },
  "record/RecordForm": { page: RecordForm, props: (office) => ({ office, session, counts, oncounts: nothing }), box: /会場/, text: "97" },
  "record/DecidedLine": { page: DecidedLine, props: (office) => ({ office, path: "/decided", line: decided, onshown: nothing }), box: /^ひとこと/ },
  "record/LookBackForm": { page: LookBackForm, props: (office) => ({ office, session, shown, onshown: nothing }), box: "よかったこと" },
  "settings/NewOrganisation": { page: NewOrganisation, props: (office) => ({ office }), box: /名前/ },
  "settings/OrganisationForm": { page: OrganisationForm, props: (office) => ({ office, settings }), box: /^団体の名前/ },
};

/** What the tab keeps, but for the marks of requests: those are random, and may hold any figure. */
const kept = () => JSON.stringify(Object.entries(sessionStorage).filter(([key]) => !key.startsWith("engawa.office.key ")));

test("these are all the forms", () => {
  const found = Object.entries(named).filter(([name, text]) => TYPED.test(text) && !PARTS.test(name)).map(([name]) => name);
  expect(found.sort()).toEqual([...Object.keys(boxes), ...SECRETS, ...NOTHING].sort());
});

test.each(SECRETS)("%s keeps nothing", (name) => {
  expect(named[name]).not.toMatch(/Draft|keepUnder|sessionStorage|localStorage/);
});

test.each(Object.keys(boxes))("%s", async (name) => {
  const { page, props, box, press, text = "書きかけ" } = boxes[name] as Box;
  const preview = { reading: "", timezone: "Asia/Tokyo", first: "", last: "", count: 0, courses: [], dates: [], not_held: [], without_effect: [], problems: [], clashes: [] };
  const { office } = signedIn([...PLANNER, "administer"], { "POST /schedule/preview": preview });
  const show = async (again = false): Promise<RenderResult<Component>> => {
    const screen = await render(page as Component, props(office));
    if (press !== undefined && !again) await screen.getByRole("button", { name: press }).click();
    return screen;
  };
  const first = await show();
  await first.getByRole("textbox", { name: box }).first().fill(text);
  (document.activeElement as HTMLElement).blur();
  await expect.poll(() => kept()).toContain(text);
  await first.unmount();
  const again = await show(true);
  await expect.element(again.getByRole("textbox", { name: box }).first()).toHaveValue(text);
  // One quiet line says so, and a way to throw it away.
  await expect.element(again.getByText(formWords.draft.back)).toBeVisible();
  await again.getByRole("button", { name: formWords.draft.discard }).click();
  await expect.element(again.getByText(formWords.draft.back)).not.toBeInTheDocument();
  await expect.poll(() => kept()).not.toContain(text);
  await again.getByRole("textbox", { name: box }).first().fill(text);
  (document.activeElement as HTMLElement).blur();
  await expect.poll(() => kept()).toContain(text);
  // Somebody else signs in where this person went without signing out.
  office.welcome({ id: "other", name: "さとう", mail: "sato@example.jp", operator: false, totp: false, organisations: [] });
  expect(kept()).not.toContain(text);
});

/** Boxes whose text becomes a part of the form only once it is taken: until then it is kept as it stands. */
const untaken: Record<string, { form: string; box: string | RegExp; text: string; also?: (screen: RenderResult<Component>) => Promise<void> }> = {
  "a room of a venue": { form: "places/VenuesPanel", box: /^部屋.*ほかに加える/, text: "二階の和しつ" },
  "whom a programme is for": { form: "programmes/ProgrammeForm", box: /^対象.*ほかに加える/, text: "市内のかた" },
  "a date of a list": {
    form: "series/NewForm",
    box: /^日$/,
    text: "2031-05-06",
    also: async (screen) => { await screen.getByRole("combobox", { name: "くりかえし" }).selectOptions(scheduleWords.patterns.dates); },
  },
};

test("these are all the boxes that are taken from", () => {
  const taking = Object.entries(named).filter(([, text]) => /<Chips\b|bind:value=\{rule\.adding\}/.test(text)).map(([name]) => name);
  expect(taking.sort()).toEqual(["places/VenuesPanel", "programmes/ProgrammeForm", "schedule/RuleBuilder"]);
});

test.each(Object.keys(untaken))("what stands in the box of %s, and was not taken yet, is there after a reload", async (name) => {
  const { form, box, text, also } = untaken[name] as (typeof untaken)[string];
  const { page, props, press } = boxes[form] as Box;
  const { office } = signedIn([...PLANNER, "administer"]);
  const first = await render(page as Component, props(office));
  if (press !== undefined) await first.getByRole("button", { name: press }).click();
  await also?.(first);
  // Without the focus, which another test's page may take away: whoever leaves the box has what stands there taken.
  const typed = first.getByLabelText(box).element() as HTMLInputElement;
  typed.value = text;
  typed.dispatchEvent(new Event("input", { bubbles: true }));
  await expect.poll(() => kept()).toContain(text);
  const then = { ...sessionStorage } as Record<string, string>;
  expect(Object.values(then).some((each) => each.includes(`"${text}"`) && !each.includes(`["${text}"]`))).toBe(true);
  await first.unmount();
  // A page that is loaded anew is not left first.
  const drafts = Object.entries(then).filter(([key]) => key.startsWith("engawa.office.draft "));
  expect(drafts).not.toEqual([]);
  for (const [key, value] of drafts) keepUnder(key.replace("engawa.office.draft ", ""), JSON.parse(value));
  const again = await render(page as Component, props(office));
  await expect.element(again.getByLabelText(box)).toHaveValue(text);
  await expect.element(again.getByText(formWords.draft.back)).toBeVisible();
  await again.getByRole("button", { name: formWords.draft.discard }).click();
  await expect.poll(() => kept()).not.toContain(text);
});

test("what stands in such a box is taken when one leaves it: nothing typed is missing from what is saved", async () => {
  const { office, said } = signedIn(PLANNER, { "POST /venues": { id: "v1", version: "1", venue: { name: "みどり館", rooms: [] } } });
  const screen = await render(VenuesPanel, { office, venues: [] });
  await screen.getByRole("button", { name: "会場を加える" }).click();
  await screen.getByRole("textbox", { name: "会場の名前" }).fill("みどり館");
  await screen.getByLabelText(/^部屋.*ほかに加える/).fill("和室");
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.poll(() => said("POST /venues")).toEqual([expect.objectContaining({ rooms: ["和室"] })]);
  await expect.poll(() => kept()).not.toContain("和室");
});

test("so is a date of a list", async () => {
  const { office } = signedIn(PLANNER, { "POST /schedule/preview": { reading: "", timezone: "Asia/Tokyo", first: "", last: "", count: 0, courses: [], dates: [], not_held: [], without_effect: [], problems: [], clashes: [] } });
  const screen = await render(NewForm, { office, kind, venues: [] });
  await screen.getByRole("combobox", { name: "くりかえし" }).selectOptions(scheduleWords.patterns.dates);
  await screen.getByLabelText("日", { exact: true }).fill("2031-05-06");
  await screen.getByRole("textbox", { name: /^会の名前/ }).click();
  await expect.element(screen.getByRole("list", { name: scheduleWords.chosenDates })).toHaveTextContent("2031年5月6日");
  await expect.element(screen.getByLabelText("日", { exact: true })).toHaveValue("");
});
