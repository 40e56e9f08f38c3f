import { parentPort, workerData } from 'node:worker_threads'
import { type Endpoint, open } from '../../../load/connection.ts'

const { endpoint, home } = workerData as { readonly endpoint: Endpoint; readonly home: string }
const PAUSE_MS = 20
/** Tells one run from the next. */
const run = Date.now()

let isOver = false
parentPort?.on('message', () => (isOver = true))
const times: number[] = []
const faults: string[] = []
const connection = await open(endpoint)

/** One request; its time counts from when it was due. */
async function ask(method: string, path: string, expected: number, body?: string): Promise<void> {
  const begun = performance.now()
  const { status } = await connection.send(method, path, body)
  times.push(performance.now() - begun)
  if (status !== expected) faults.push(`${method} ${path}: ${status}`)
}

for (let turn = 0; !isOver; turn++) {
  const name = `polite-${run}-${turn}`
  await ask('POST', home, 201, `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${name}"},"data":{"a":"b"}}`)
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  await ask('GET', `${home}/${name}`, 200)
  if (turn >= 100) await connection.send('DELETE', `${home}/polite-${run}-${turn - 100}`)
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
connection.close()
parentPort?.postMessage({ times, faults })
