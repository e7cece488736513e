import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** From the lowest to the highest: a layer may import itself and those before it. */
const layers = ["protocol", "i18n", "state", "voice", "ui", "pages"];
/** Layers that must run where there is no document, so that their tests need none. */
const withoutDom = ["protocol", "i18n", "state"];

const upward = layers.map((layer, index) => {
  const above = layers.slice(index + 1);
  return {
    files: [`src/${layer}/**/*.{ts,svelte}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...above.map((name) => ({
              group: [`**/${name}/**`, `**/${name}`],
              message: `${layer}/ must not know ${name}/: imports run downwards only.`,
            })),
            ...(layer === "protocol"
              ? []
              : [{ group: ["socket.io-client"], message: "Only protocol/ sees a socket." }]),
            ...(layer === "pages"
              ? [{ group: ["**/protocol/socket", "**/protocol/later", "**/protocol/connection"], message: "Pages never see a socket." }]
              : []),
          ],
        },
      ],
    },
  };
});

const noDom = {
  files: withoutDom.map((layer) => `src/${layer}/**/*.ts`),
  rules: {
    "no-restricted-globals": [
      "error",
      ...["window", "document", "navigator", "localStorage", "sessionStorage", "location"].map((name) => ({
        name,
        message: "This layer gets what it needs of the browser handed in.",
      })),
    ],
  },
};

export default ts.config(
  { ignores: ["dist", "node_modules", "src/protocol/types.gen.ts", "src/protocol/office.gen.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      eqeqeq: "error",
      "svelte/require-each-key": "error",
      "svelte/no-at-html-tags": "error",
      // State is replaced as a whole ($state.raw), never changed in place.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
  ...upward,
  noDom,
);
