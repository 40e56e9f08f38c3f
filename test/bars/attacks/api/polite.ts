import { Worker } from 'node:worker_threads'
import type { Endpoint } from '../../../load/connection.ts'
import { percentile } from '../../../load/figures.ts'

/** What a well-behaved client lived through. */
export interface PoliteResult {
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly faults: readonly string[]
}

/** A client that creates and gets in turn with 20 ms between, in a thread of its own so that nobody but the server delays it. */
export interface Polite {
  stop(): Promise<PoliteResult>
}

/** Starts it in the namespace `polite`, which must be there. */
export function startPolite(endpoint: Endpoint): Polite {
  const home = '/api/v1/namespaces/polite/configmaps'
  const worker = new Worker(new URL('./polite-main.ts', import.meta.url), { workerData: { endpoint, home } })
  const result = new Promise<PoliteResult>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', ({ times, faults }: { readonly times: number[]; readonly faults: string[] }) => {
      const p99Ms = percentile(times, 0.99)
      resolve({ requests: times.length, p50Ms: percentile(times, 0.5), p99Ms, maxMs: percentile(times, 1), faults })
    })
  })
  result.catch(() => undefined)
  return {
    stop: async () => {
      worker.postMessage('stop')
      const found = await result
      await worker.terminate()
      return found
    },
  }
}
