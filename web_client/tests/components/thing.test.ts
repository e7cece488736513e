/** What stands in an empty room tells what it is for, by what the place means and not by its name. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Thing from "../../src/ui/scene/Thing.svelte";
import { otherPlan } from "../fakes";

test.each([["corner", 2, true], ["sofa", 1, false], ["porch", 1, false]])("%s", async (id, drawings, table) => {
  const place = otherPlan.places.find((each) => each.id === id);
  if (place === undefined) throw new Error(id);
  const { container } = await render(Thing, { place });
  expect(container.querySelectorAll("svg").length).toBe(drawings);
  expect(container.querySelector("i") !== null).toBe(table);
  expect(container.querySelector("[aria-hidden=true]")).not.toBeNull();
});
