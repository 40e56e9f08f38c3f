import { parentPort, workerData } from 'node:worker_threads'
import { type Address, openPipeline } from './pipeline.ts'

const { address, lastingMs } = workerData as { readonly address: Address; readonly lastingMs: number }
const PAUSE_MS = 20

const pipeline = await openPipeline(address)
const bytes =
  'GET /api/v1/namespaces/fuzz-b/configmaps/many-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer calm\r\n\r\n'
const times: number[] = []

/** One get, which must be answered well. */
function get(): Promise<void> {
  return new Promise((resolve, reject) =>
    pipeline.send({ bytes, isHead: false }, (heard) =>
      typeof heard !== 'string' && heard.status === 200
        ? resolve()
        : reject(new Error(`a calm get was answered ${typeof heard === 'string' ? heard : heard.status}`)),
    ),
  )
}

for (const end = performance.now() + lastingMs; performance.now() < end; ) {
  const begun = performance.now()
  await get()
  times.push(performance.now() - begun)
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
pipeline.close()
parentPort?.postMessage(times)
