import { accessSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

/** Where a development server finds Engawa itself. */
const server = process.env.ENGAWA_URL ?? "http://localhost:8080";

/** Each text file once more in brotli, a sixth smaller than gzip: made at build time, since Python's library has none. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    // The page itself goes out as gzip or as it is: its title is the server's, so that it cannot be made smaller before.
    transformIndexHtml: { order: "post", handler: (html) => html.replace(/\n\s+/g, "\n").replaceAll(" />", ">").replaceAll(" crossorigin", "") },
    async writeBundle(options, bundle) {
      // After everything is written: the bundler still changes names in the code until then.
      for (const name of Object.keys(bundle).filter((each) => /\.(js|css|svg)$/.test(each))) {
        const path = join(options.dir ?? "dist", name);
        await writeFile(`${path}.br`, brotliCompressSync(await readFile(path)));
      }
    },
  };
}

/** Of Engine.IO's ways to a server the one that Engawa takes. The others come with it otherwise, and no page ever uses them. */
function webSocketAlone(): Plugin {
  const alone = "\0websocket-alone";
  const none = "\0no-transport";
  return {
    name: "websocket-alone",
    apply: "build",
    enforce: "pre",
    resolveId: (source, importer) => {
      if (!importer?.includes("/engine.io-client/")) return undefined;
      if (source === "./transports/index.js") return alone;
      // The package names them to others too, and what one of them does as it is loaded keeps it there.
      return /^\.\/transports\/(polling-.*|webtransport)\.js$/.test(source) ? none : undefined;
    },
    load: (id) => {
      if (id === none) return "export const [XHR, Fetch, WT] = [];";
      // Asked for when a socket opens: the package names its transports after the class that takes them.
      return id === alone ? 'import { WebSocket } from "engine.io-client"; export const transports = { get websocket() { return WebSocket; } };' : undefined;
    },
  };
}

/** The fonts of the printed notices, for the server alone, with their licence. Pages never load them. */
function noticeFonts(): Plugin {
  const from = join(import.meta.dirname, "node_modules/@expo-google-fonts");
  const families = { "biz-udpgothic": "BIZUDPGothic", "noto-sans-jp": "NotoSansJP", "noto-emoji": "NotoEmoji" };
  const files = Object.entries(families).flatMap(([family, face]) => [
    [`${family}/400Regular/${face}_400Regular.ttf`, `${face}_400Regular.ttf`] as const,
    [`${family}/700Bold/${face}_700Bold.ttf`, `${face}_700Bold.ttf`] as const,
    [`${family}/LICENSE_FONT`, `${face}-LICENSE_FONT`] as const,
  ]);
  return {
    name: "notice-fonts",
    apply: "build",
    async writeBundle(options) {
      const to = join(options.dir ?? "dist", "fonts");
      await mkdir(to, { recursive: true });
      await Promise.all(files.map(([file, name]) => copyFile(join(from, file), join(to, name))));
    },
  };
}

/** The machine's own Chromium, as for tests/e2e; Playwright's download is not used. Absent, only the tests that need it fail. */
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const paths = names.flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)));
  const there = (path: string) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  };
  return paths.find(there) ?? "Chromium is missing: make system-packages";
}

/** What needs no document runs in Node; components run in a real browser (docs/decisions/0023). */
const tests = [
  {
    extends: true as const,
    test: { name: "node", environment: "node", include: ["tests/**/*.test.ts"], exclude: ["tests/components/**"], testTimeout: 60_000 },
  },
  {
    extends: true as const,
    test: {
      name: "components",
      include: ["tests/components/**/*.test.ts"],
      // A machine whose cores are busy takes its time; what a test waits for is a condition all the same.
      testTimeout: 60_000,
      expect: { poll: { timeout: 20_000 } },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1280, height: 900 },
        provider: playwright({ launchOptions: { executablePath: chromium() } }),
        instances: [{ browser: "chromium" as const }],
      },
    },
    // Named here, so that no test begins while Vite still finds out what it must prepare.
    optimizeDeps: { include: ["vitest-browser-svelte", "@event-calendar/core"] },
  },
];

/** What nearly every page uses, what each begins with and small parts of the way into the room, in one file: by itself each is smaller
 *  than what a file costs. */
const common = /src\/(protocol\/(ids|wire|types\.gen|clock|connection|outbox|join|later)\.ts|ui\/app\.|state\/(session|keepsake|notices|hour)\.|i18n\/dates|ui\/(Button|Card|Icon|Notes|Live|Points|Avatar|Connection|OnAir|StoppedSound|Toggle|Choices)\.svelte|ui\/(Left\.svelte|converting|arrive|awake|fetched|notes)|ui\/plan\/(names|reactions)|pages\/(activities\/Slot\.svelte|join\/(Page\.svelte|words\/(index|ja)\.ts))|state\/(places|drawing|preferences|announcer|counting))/;

/** The plan, which one sees before the door and in the room. */
const plan = /src\/(ui\/plan\/(Plan|Elsewhere|Person|drawn|keys)|ui\/scene\/(Ground|Lantern)|papers\/drawings\/(lantern|hills|sun|eaves)|ui\/(layers|typing)|state\/(plan|scene|cells|strolls|geometry|room|sheet|threads)|pages\/(join\/Doors|room\/ask))/;

/** The drawings that pages share with the printed notice, and their colours: each file is a component as it stands. */
const drawings = join(import.meta.dirname, "../server/office/papers/drawings");

/** The way in, in one file: its steps apart are each smaller than what a file costs, and most who begin take them all. */
const way = /src\/pages\/join\/((Look|Entering|Participant)\.svelte|step\.ts)/;

export default defineConfig({
  resolve: { alias: { $drawings: drawings } },
  plugins: [svelte({ extensions: [".svelte", ".svg"] }), webSocketAlone(), compressed(), noticeFonts()],
  // Source maps would put every source file into the hands of a phone that only wants the page.
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "common", test: common }, { name: "plan", test: plan }, { name: "way", test: way }] } } },
  },
  server: {
    fs: { allow: [".", drawings] },
    proxy: { "/api": server, "/socket.io": { target: server, ws: true } },
    // What tests/guards.test.ts writes down for a moment is none of a page's sources: pages under test must not be loaded anew.
    watch: { ignored: ["**/.guard-*/**"] },
  },
  test: { projects: tests },
});
