/** One page for every kind of link: the address says which chunk is loaded, and nothing more. */
import { mount } from "svelte";
import "./ui/base.css";
import { App } from "./ui/app.svelte";

const pages = {
  desk: () => import("./pages/desk/Desk.svelte"),
  hall: () => import("./pages/hall/Hall.svelte"),
  participant: () => import("./pages/join/Participant.svelte"),
};

const target = document.getElementById("page");
if (target === null) throw new Error("the page has no place for the client");

if (location.pathname === "/o") {
  // The office opens no socket and keeps nothing of a session, so it needs no App.
  if (matchMedia("(prefers-contrast: more)").matches) document.documentElement.dataset.contrast = "high";
  const { default: Office } = await import("./pages/office/Office.svelte");
  mount(Office, { target });
} else {
  const name = location.pathname === "/f" ? "desk" : location.pathname === "/s" ? "hall" : "participant";
  const app = new App(name === "desk" ? "f" : name === "hall" ? "s" : "r");
  const { default: Page } = await pages[name]();
  mount(Page, { target, props: { app } });
}
