import { hostAddresses } from '../fleet.ts'
import { volumeTrouble } from './volumes.ts'
import { tell, type Work } from './work.ts'

const FIRST_RETRY_MS = 500
const MAX_RETRY_MS = 122_000

/** Makes what the containers of a pod share: its volumes must be there, then addresses and a sandbox are had. */
export async function prepare(work: Work): Promise<void> {
  const { record, pod, sources, context } = work
  record.isPreparing = true
  try {
    const trouble = await volumeTrouble(pod, sources)
    if (trouble !== undefined) {
      tell(work, { type: 'Warning', reason: 'FailedMount', message: trouble.message })
      record.retryAtMs = context.clock.now() + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** record.retries++)
      return
    }
    await makeSandbox(work)
  } finally {
    record.isPreparing = false
  }
}

async function makeSandbox(work: Work): Promise<void> {
  const { record, pod, runtime, node, fleet, context } = work
  const addresses = takeAddresses(work)
  if (addresses === undefined) return
  try {
    const { id } = await runtime.createSandbox({ node: record.node, pod, addresses }, record.ending.signal)
    record.sandbox = id
    record.addresses = addresses
    fleet.sandboxes.set(id, record)
  } catch (error) {
    if (!record.sharesHostNetwork) for (const one of addresses) node.pool?.give(one)
    const why = error instanceof Error ? error.message : String(error)
    tell(work, { type: 'Warning', reason: 'FailedCreatePodSandBox', message: `Failed to create pod sandbox: ${why}` })
    record.retryAtMs = context.clock.now() + 10_000
  }
}

/** Undefined when there is none for now: the pod waits. */
function takeAddresses(work: Work): readonly string[] | undefined {
  const { record, node, context } = work
  if (record.sharesHostNetwork) return hostAddresses(node)
  if (node.pool === undefined) {
    node.waiting.add(record.key)
    record.retryAtMs = context.clock.now() + 10_000
    return undefined
  }
  const address = node.pool.take()
  if (address !== undefined) return [address]
  const message = 'Failed to create pod sandbox: no IP addresses available in range set'
  tell(work, { type: 'Warning', reason: 'FailedCreatePodSandBox', message })
  record.retryAtMs = context.clock.now() + 10_000
  return undefined
}
