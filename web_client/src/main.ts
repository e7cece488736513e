/** One page for every kind of link: the address says which chunk is loaded, and nothing more. */
import { mount } from "svelte";
import "./ui/base.css";
import { App } from "./ui/app.svelte";

/** By the address: what stands nowhere here is a participant's. */
const pages = {
  f: () => import("./pages/desk/Desk.svelte"),
  s: () => import("./pages/hall/Hall.svelte"),
  m: () => import("./pages/remote"),
  r: () => import("./pages/join/Participant.svelte"),
};

const target = document.getElementById("page");
if (target === null) throw new Error("the page has no place for the client");

const path = location.pathname.slice(1);
if (path === "o") {
  // The office opens no socket and keeps nothing of a session, so it needs no App.
  if (matchMedia("(prefers-contrast: more)").matches) document.documentElement.dataset.contrast = "high";
  const { default: Office } = await import("./pages/office/Office.svelte");
  mount(Office, { target });
} else {
  const name = path in pages ? (path as keyof typeof pages) : "r";
  const app = new App(name);
  const { default: Page } = await pages[name]();
  mount(Page, { target, props: { app } });
}
