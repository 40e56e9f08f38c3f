/** When a drawing is made anew. */
export interface FrameTimer {
  /** Something has changed: it is drawn soon. */
  change(): void
  /** It was drawn: the next time is when the clock of its head line goes on, unless something changes before. */
  drawn(): void
  stop(): void
}

/** Between two frames. */
const FRAME_MS = 100
/** The clock of the head line goes on when nothing happens. */
const TICK_MS = 1000

/** Calls `draw` when it is time; changes that follow one another without end put nothing off. Keeps no program alive. */
export function createFrameTimer(now: () => number, draw: () => void): FrameTimer {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueMs = 0
  const stop = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  const within = (delayMs: number): void => {
    const wishedMs = now() + delayMs
    if (timer !== undefined && dueMs <= wishedMs) return
    stop()
    dueMs = wishedMs
    timer = setTimeout(() => {
      timer = undefined
      draw()
    }, delayMs)
    timer.unref()
  }
  return {
    change: () => within(FRAME_MS),
    drawn: () => {
      stop()
      within(TICK_MS)
    },
    stop,
  }
}
