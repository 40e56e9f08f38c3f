/** Time as an argument: the real one is made by the composition root, tests bring one that they move by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `run` once after `delayMs` milliseconds; what it gives back cancels that. */
  setTimer(delayMs: number, run: () => void): () => void
}
