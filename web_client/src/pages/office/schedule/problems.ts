/** Problems of a schedule come from three sides, each with its own path in front; a form only knows the path inside. */
import type { FieldError } from "../../../protocol/office.gen";

export function inside(fields: readonly FieldError[]): FieldError[] {
  return fields.map((field) => ({ ...field, at: field.at.replace(/^(series\.)?schedule\.?/, "").replace(/^change\.(?=rules)/, "") }));
}

/** Of exactly this path, not of what lies inside it. */
export function exactly(fields: readonly FieldError[], at: string): string {
  return fields.find((each) => each.at === at)?.message ?? "";
}
