/** Where one's way ends: whom to call, but not for whoever left by themselves. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Over from "../../../src/pages/join/Over.svelte";
import type { Code, JoinAnswer } from "../../../src/protocol/wire";
import { App } from "../../../src/ui/app.svelte";
import { FakeNetwork, joined } from "../../fakes";

const whole = { telephone: "042-000-0000", dial: "0420000000", hours: "平日", mail: "a@example.jp", note: "", place: "会館", address: "南町1-2" };

async function ended(code: Code | "left", contact: JoinAnswer["contact"]) {
  localStorage.clear();
  sessionStorage.clear();
  const network = new FakeNetwork();
  const app = new App("r", { transport: network.transport, fetcher: () => Promise.resolve(new Response(JSON.stringify({ ...joined, contact }))) });
  await app.session.open({ secret: "secret" });
  if (code === "left") app.session.leave();
  else network.last.receiver.refused(code);
  return render(Over, { app, again: () => undefined });
}

test("whoever was put out, or comes when it is over, is told the telephone, and the mail where there is none", async () => {
  for (const code of ["sent_away", "session_ended", "link_revoked", "link_expired"] as const) {
    const screen = await ended(code, whole);
    await expect.element(screen.getByRole("link", { name: "042-000-0000" })).toHaveAttribute("href", "tel:0420000000");
    await expect.element(screen.getByText("(平日)")).toBeVisible();
    await screen.unmount();
    const written = await ended(code, { ...whole, telephone: "", dial: "" });
    await expect.element(written.getByRole("link", { name: "a@example.jp" })).toHaveAttribute("href", "mailto:a@example.jp");
    await written.unmount();
  }
});

test("the page of whoever left, or went on elsewhere, names nobody, and neither does one without a contact", async () => {
  for (const [code, contact] of [["left", whole], ["replaced", whole], ["old_client", whole], ["sent_away", null]] as const) {
    const screen = await ended(code, contact);
    await expect.element(screen.getByRole("heading")).toBeVisible();
    expect(screen.getByRole("link").elements()).toEqual([]);
    await screen.unmount();
  }
});
