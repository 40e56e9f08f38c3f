import { CelError } from '../error.ts'

/** Counts what a run costs, in the units of cel-go's cost tracker, and stops it at a limit. */
export class Meter {
  readonly #limit: number
  #spent = 0
  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.#limit = limit
  }

  /** What was spent so far. */
  get spent(): number {
    return this.#spent
  }

  /** Adds to what was spent. Throws a CelError of code `cost` past the limit. */
  charge(cost: number): void {
    this.#spent += cost
    if (this.#spent > this.#limit) throw new CelError('cost', 'operation cancelled: actual cost limit exceeded')
  }
}
