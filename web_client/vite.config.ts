import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Where a development server finds Engawa itself. */
const server = process.env.ENGAWA_URL ?? "http://localhost:8080";

export default defineConfig({
  plugins: [svelte()],
  // Source maps would put every source file into the hands of a phone that only wants the page.
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 2048, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": server, "/socket.io": { target: server, ws: true } } },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
