/** A drawing of the house: vite.config.ts makes a component of each file. */
declare module "$drawings/*.svg" {
  import type { Component } from "svelte";
  const drawing: Component;
  export default drawing;
}
