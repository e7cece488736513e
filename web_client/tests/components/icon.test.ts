/** What a drawing must not be taken for. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Icon from "../../src/ui/Icon.svelte";

test("whoever nods smiles: the middle of the mouth is lower than its ends", async () => {
  const { container } = await render(Icon, { name: "nod" });
  const mouth = document.createElementNS("http://www.w3.org/2000/svg", "path");
  mouth.setAttribute("d", `M${container.querySelector("path")?.getAttribute("d")?.split("M").at(-1) ?? ""}`);
  const length = mouth.getTotalLength();
  const [from, middle, to] = [0, length / 2, length].map((at) => mouth.getPointAtLength(at).y);
  expect(middle).toBeGreaterThan((from ?? Infinity) + 0.5);
  expect(from).toBe(to);
});
