/** Who is kept waiting by others' wrong tries is offered a link by mail, and is told what it does when they come by it. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import SignIn from "../../../src/pages/office/account/SignIn.svelte";
import { Office } from "../../../src/pages/office/office.svelte";
import { Refused, serve, type Answers } from "./signed-in";

const SLOWED = { code: "too_many_tries", message: "少し時間をおいてください。", fields: [] };

async function open(answers: Answers, known = "") {
  const given = serve(answers);
  const ondone = vi.fn();
  const screen = await render(SignIn, { office: new Office(), demo: "", known, ondone });
  const enter = async () => {
    await screen.getByLabelText("メールアドレス").fill("sato@example.jp");
    await screen.getByLabelText("パスワード").fill("夜の図書館でよむ古い本");
    await screen.getByRole("button", { name: "ログインする" }).click();
  };
  return { ...given, screen, ondone, enter };
}

test("a browser that must wait may have a link sent, to the address that was typed", async () => {
  const { screen, enter, said, ondone } = await open({
    "POST /sign-in": new Refused(429, { ...SLOWED, by_mail: true }),
    "POST /sign-in/mail": { ok: true },
  });
  await enter();
  await screen.getByRole("button", { name: "メールで入る" }).click();
  await expect.element(screen.getByText("このアドレスの職員がいれば")).toBeVisible();
  expect(said("POST /sign-in/mail")).toEqual([{ mail: "sato@example.jp" }]);
  expect(ondone).not.toHaveBeenCalled();
});

test("where no mail is sent, none is offered, and the refusal says whom to ask", async () => {
  const { screen, enter } = await open({ "POST /sign-in": new Refused(429, { ...SLOWED, by_mail: false }) });
  await enter();
  await expect.element(screen.getByRole("alert")).toHaveTextContent(SLOWED.message);
  await expect.element(screen.getByRole("button", { name: "メールで入る" })).not.toBeInTheDocument();
});

test("who comes by the link is told that the password is asked for as always", async () => {
  const { screen, said } = await open({ "POST /sign-in/known": { ok: true } }, "secret");
  await expect.element(screen.getByText("待たずにログインできます")).toBeVisible();
  expect(said("POST /sign-in/known")).toEqual([{ secret: "secret" }]);
});

test("a link that is over says so, and the form is there all the same", async () => {
  const over = new Refused(404, { code: "link_unknown", message: "このリンクは使えません。", fields: [] });
  const { screen } = await open({ "POST /sign-in/known": over }, "secret");
  await expect.element(screen.getByText("このリンクはもう使えません")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "ログインする" })).toBeVisible();
});
