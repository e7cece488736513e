/** A shut part opens for a field inside that is wrong: `reveal` bubbles from it. To be attached to the part. */
export function revealing(open: () => void): (part: HTMLElement) => () => void {
  return (part) => {
    part.addEventListener("reveal", open);
    return () => { part.removeEventListener("reveal", open); };
  };
}
