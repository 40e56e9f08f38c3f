import { Worker } from 'node:worker_threads'
import type { NunjucksLimits } from './program.ts'
import { REALM_SOURCE, WORKER_SOURCE } from './realm/source.ts'

/** Runs something later; gives the function that calls it off. The room has no clock of its own. */
export type After = (milliseconds: number, run: () => void) => () => void

/** How long past its own time limit a template may keep its thread. */
const GRACE_MS = 500

/** Wall D: one thread with a heap limit, stopped from outside when it does not stop itself. */
export class Thread {
  readonly #limits: NunjucksLimits
  readonly #after: After
  #worker: Worker | undefined
  #waiting: ((output: string | undefined) => void) | undefined
  #id = 0

  constructor(limits: NunjucksLimits, after: After) {
    this.#limits = limits
    this.#after = after
  }

  /** Starts the thread, if none runs. */
  start(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      workerData: { realm: REALM_SOURCE },
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb * 2, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
    })
    worker.on('message', ({ id, output }: { readonly id: number; readonly output: string }) => {
      if (id === this.#id) this.#settle(output)
    })
    const gone = (): void => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#settle(undefined)
    }
    worker.on('error', gone)
    worker.on('exit', gone)
    this.#worker = worker
    return worker
  }

  #settle(output: string | undefined): void {
    const settle = this.#waiting
    this.#waiting = undefined
    settle?.(output)
  }

  /** Sends one template; gives what came back, or undefined when the thread died or had to be killed. */
  async run(input: string): Promise<string | undefined> {
    const worker = this.start()
    const id = ++this.#id
    const { timeMs } = this.#limits
    let cancel = (): void => {}
    const output = await new Promise<string | undefined>((resolve) => {
      this.#waiting = resolve
      cancel = this.#after(timeMs + GRACE_MS, () => this.#settle(undefined))
      worker.postMessage({ id, input, timeMs })
    })
    cancel()
    if (output === undefined) await this.close()
    return output
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
