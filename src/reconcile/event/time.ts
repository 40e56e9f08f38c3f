/** Milliseconds since the epoch as a `metav1.Time`. */
export function secondText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Milliseconds since the epoch as a `metav1.MicroTime`. */
export function microText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z')
}
