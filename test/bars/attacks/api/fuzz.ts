import { Worker } from 'node:worker_threads'
import type { FuzzOptions, FuzzResult } from './fuzz-run.ts'

/** Runs a fuzz run in a thread of its own, so that nobody waits for the making of requests. */
export function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const worker = new Worker(new URL('./fuzz-main.ts', import.meta.url), { workerData: options })
  return new Promise<FuzzResult>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  }).finally(() => void worker.terminate())
}
