/** The page, fetched in two steps: so what it stands on is named here, and not in what a participant's telephone loads first. */
export default (await import("./Remote.svelte")).default;
