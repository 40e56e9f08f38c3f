import { Worker } from 'node:worker_threads'
import { type Connection, type Endpoint, open } from '../../../load/connection.ts'
import { percentile } from '../../../load/figures.ts'
import { type Address, openPipeline } from './pipeline.ts'

/** A noisy user lists `objects` objects from `lists` connections at once; p99 of another user's gets meanwhile, in milliseconds. */
export async function starve(
  endpoint: Endpoint,
  { objects, lists, lastingMs }: { readonly objects: number; readonly lists: number; readonly lastingMs: number },
): Promise<{ readonly p99Ms: number; readonly gets: number; readonly refused: number; readonly listed: number }> {
  const admin = await open(endpoint)
  await grantCrowd(admin)
  for (let at = 0; at < objects; at++)
    await admin.send(
      'POST',
      '/api/v1/namespaces/fuzz-b/configmaps',
      `{"metadata":{"name":"many-${at}"},"data":{"a":"b"}}`,
    )
  admin.close()
  const noise = makeNoise(endpoint, lists)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const times = await calmGets(endpoint, lastingMs)
  return { p99Ms: percentile(times, 0.99), gets: times.length, ...noise.stop() }
}

async function grantCrowd(admin: Connection): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const subjects = [{ kind: 'Group', name: 'crowd', apiGroup: 'rbac.authorization.k8s.io' }]
  // a role of its own: those that every cluster has may be changed by what ran before
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }]
  await admin.send('POST', `${rbac}/clusterroles`, JSON.stringify({ metadata: { name: 'crowd-reader' }, rules }))
  const roleRef = { kind: 'ClusterRole', name: 'crowd-reader', apiGroup: 'rbac.authorization.k8s.io' }
  await admin.send(
    'POST',
    `${rbac}/clusterrolebindings`,
    JSON.stringify({ metadata: { name: 'crowd' }, subjects, roleRef }),
  )
}

function makeNoise(address: Address, lists: number) {
  let isOver = false
  let listed = 0
  let refused = 0
  const bytes = 'GET /api/v1/namespaces/fuzz-b/configmaps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer noisy\r\n\r\n'
  const loop = async (): Promise<void> => {
    const pipeline = await openPipeline(address)
    const next = (): void => {
      if (isOver) return pipeline.close()
      pipeline.send({ bytes, isHead: false }, (heard) => {
        if (typeof heard === 'string') return
        if (heard.status === 200) listed++
        else refused++
        setTimeout(next, heard.status === 429 ? 100 : 0)
      })
    }
    next()
  }
  for (let at = 0; at < lists; at++) loop().catch(() => undefined)
  return {
    stop: () => {
      isOver = true
      return { listed, refused }
    },
  }
}

/** Gets of a calm user from a thread of their own, so that nobody but the server delays them; how long each took. */
function calmGets(address: Address, lastingMs: number): Promise<readonly number[]> {
  const worker = new Worker(new URL('./calm-main.ts', import.meta.url), { workerData: { address, lastingMs } })
  return new Promise((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (times: readonly number[]) => resolve(times))
  })
}
