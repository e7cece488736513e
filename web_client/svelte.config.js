import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Our own components are in runes; what a package brings decides for itself. */
const ours = (filename) => (filename.includes("node_modules") ? undefined : true);

export default { preprocess: vitePreprocess(), compilerOptions: { runes: ({ filename }) => ours(filename) } };
