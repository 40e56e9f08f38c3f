/** Milliseconds since the epoch as a `metav1.Time`: RFC 3339 in UTC, whole seconds, `2026-01-02T03:04:05Z`. */
export function timeText(nowMs: number): string {
  const second = Math.floor(nowMs / 1000)
  if (second !== lastSecond) {
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`
    lastSecond = second
  }
  return lastText
}

/** Milliseconds since the epoch as a `metav1.MicroTime`: six digits of a second, the last three are zeros. */
export function microTimeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z')
}

/** Of many objects written in one second the time is printed once. */
let lastSecond = Number.NaN
let lastText = ''
