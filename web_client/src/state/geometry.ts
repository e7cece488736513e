/** Arrow keys on the plan: the next one in a direction, as the eye sees it. */
export interface Target {
  key: string;
  x: number;
  y: number;
}

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const DIRECTIONS: Record<Arrow, { x: number; y: number }> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};
/** What lies aside counts double: an arrow means straight on first. */
const ASIDE = 2;

export function isArrow(key: string): key is Arrow {
  return key in DIRECTIONS;
}

/** The nearest target in the arrow's half of the plan; null where there is none. Every target can be reached. */
export function nextTarget(targets: readonly Target[], from: string, arrow: Arrow): string | null {
  const start = targets.find((target) => target.key === from);
  if (start === undefined) return targets[0]?.key ?? null;
  const direction = DIRECTIONS[arrow];
  let best: { key: string; cost: number } | null = null;
  for (const target of targets) {
    if (target.key === from) continue;
    const dx = target.x - start.x;
    const dy = target.y - start.y;
    const ahead = dx * direction.x + dy * direction.y;
    if (ahead <= 0.5) continue;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    const cost = ahead + aside * ASIDE;
    if (best === null || cost < best.cost) best = { key: target.key, cost };
  }
  return best?.key ?? null;
}
