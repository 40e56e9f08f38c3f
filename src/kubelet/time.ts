/** Milliseconds since the epoch as a `metav1.Time`: RFC 3339, whole seconds. */
export function timeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Milliseconds since the epoch as a `metav1.MicroTime`. */
export function microTimeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z')
}
