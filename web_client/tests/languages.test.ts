/** In which language somebody begins: as the link says, else as their browser does, and then as they have chosen. */
import { expect, test } from "vitest";
import { ofBrowser, ofLink } from "../src/i18n/codes";
import type { Keepsake } from "../src/state/keepsake";
import { Preferences } from "../src/state/preferences.svelte";

test("a link names a language that there is, or none", () => {
  expect(ofLink("?lang=en")).toBe("en");
  expect(ofLink("?a=1&lang=ja-simple")).toBe("ja-simple");
  for (const search of ["", "?lang=", "?lang=tlh", "?language=en"]) expect(ofLink(search)).toBeNull();
});

test("a browser reads several, in its order; where there is none of them it is Japanese", () => {
  expect(ofBrowser(["en-US", "ja"])).toBe("en");
  expect(ofBrowser(["zh-CN", "JA-jp", "en"])).toBe("ja");
  expect(ofBrowser(["vi"])).toBe("ja");
  expect(ofBrowser([])).toBe("ja");
});

test("what one chose stays, whatever the browser reads; a link says it anew", () => {
  const keepsake = { preferences: null as string | null } as Keepsake;
  const begun = () => {
    const preferences = new Preferences(keepsake);
    preferences.begin(null, "en");
    return preferences;
  };
  expect(begun().language).toBe("en");
  expect(keepsake.preferences).toBeNull();
  begun().set({ language: "ja" });
  expect(begun().language).toBe("ja");
  const linked = new Preferences(keepsake);
  linked.begin("ja-simple", "en");
  expect(linked.language).toBe("ja-simple");
  expect(begun().language).toBe("ja-simple");
});
