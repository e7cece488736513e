import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Where a development server finds Engawa itself. */
const server = process.env.ENGAWA_URL ?? "http://localhost:8080";

/** Each text file once more in brotli, a sixth smaller than gzip: made at build time, since Python's library has none. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle(options, bundle) {
      // After everything is written: the bundler still changes names in the code until then.
      for (const name of Object.keys(bundle).filter((each) => /\.(js|css|svg)$/.test(each))) {
        const path = join(options.dir ?? "dist", name);
        await writeFile(`${path}.br`, brotliCompressSync(await readFile(path)));
      }
    },
  };
}

/** The fonts of the printed notices, for the server alone, with their licence. Pages never load them. */
function noticeFonts(): Plugin {
  const from = join(import.meta.dirname, "node_modules/@expo-google-fonts/biz-udpgothic");
  const files = ["400Regular/BIZUDPGothic_400Regular.ttf", "700Bold/BIZUDPGothic_700Bold.ttf", "LICENSE_FONT"];
  return {
    name: "notice-fonts",
    apply: "build",
    async writeBundle(options) {
      const to = join(options.dir ?? "dist", "fonts");
      await mkdir(to, { recursive: true });
      await Promise.all(files.map((file) => copyFile(join(from, file), join(to, basename(file)))));
    },
  };
}

export default defineConfig({
  plugins: [svelte(), compressed(), noticeFonts()],
  // Source maps would put every source file into the hands of a phone that only wants the page.
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 2048, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": server, "/socket.io": { target: server, ws: true } } },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
