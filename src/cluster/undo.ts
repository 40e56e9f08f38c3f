import type { Clock } from '#kube'

/** One step of an end. */
export type Undo = () => Promise<unknown> | unknown

/** How an end is bounded, and who hears of steps that fail. */
export interface UndoOptions {
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** A step that takes longer is left behind: what is acknowledged is on the disk already. */
const STEP_MS = 5000

/** Takes steps off the list and runs them, last one first, each bounded; one that fails keeps none from running. Never throws. */
export async function unwind(steps: Undo[], { clock, onError }: UndoOptions): Promise<void> {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    try {
      await bounded(step, clock)
    } catch (error) {
      onError(error)
    }
  }
}

async function bounded(step: Undo, clock: Clock): Promise<void> {
  let cancel = (): void => undefined
  const late = new Promise<never>((_, reject) => {
    cancel = clock.setTimer(STEP_MS, () => reject(new Error(`a step of stopping took more than ${STEP_MS / 1000} s`)))
  })
  try {
    await Promise.race([step(), late])
  } finally {
    cancel()
  }
}

/** Runs something until the end; what it gives back ends it and waits. */
export function following(run: (signal: AbortSignal) => Promise<void>): Undo {
  const stop = new AbortController()
  const running = run(stop.signal)
  return async () => {
    stop.abort()
    await running
  }
}
