import { type Client, coreType, pause } from '#client'
import { type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import type { ReleaseWorld } from '#release'

const pods = coreType('pods', 'Pod')
/** How long everything has to stay well, and how often it is looked at, in the cluster's time. */
const STEADY_MS = 12_000
const LOOK_MS = 2000

/**
 * Waits until no container has ended that should run, for a while: what was ready for a moment may crash behind it. Throws an
 * error that names the containers when that does not come true in time.
 */
export async function waitSteady({ client, clock, signal }: ReleaseWorld, timeoutMs: number): Promise<void> {
  const endMs = clock.now() + timeoutMs
  let wellSinceMs = clock.now()
  for (;;) {
    const unwell = await crashing(client)
    const now = clock.now()
    if (unwell.length > 0) wellSinceMs = now
    if (now - wellSinceMs >= STEADY_MS) return
    if (unwell.length > 0 && now >= endMs) throw new Error(unwell.join('\n'))
    await pause(clock, LOOK_MS, signal)
  }
}

async function crashing(client: Client): Promise<string[]> {
  const { items } = await client.list(pods)
  return items.filter((pod) => textAt(pod['spec'], 'restartPolicy') === 'Always').flatMap(crashingIn)
}

/** Containers of a pod that ended, or wait until they are tried again. */
export function crashingIn(pod: KubeObject): string[] {
  if (textAt(pod.metadata, 'deletionTimestamp') !== '') return []
  const statuses = (valueAt(pod, 'status', 'containerStatuses') ?? []) as readonly JsonObject[]
  return statuses.flatMap((status) => {
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    const ended = valueAt(status, 'state', 'terminated') ?? valueAt(status, 'lastState', 'terminated')
    const isRunning = valueAt(status, 'state', 'running') !== undefined
    if (isRunning || ended === undefined || (waiting !== '' && waiting !== 'CrashLoopBackOff')) return []
    const how = `${textAt(ended, 'reason')}, exit code ${numberText(ended, 'exitCode')}`
    const times = numberText(status, 'restartCount')
    const container = textAt(status, 'name')
    return [
      `Pod/${pod.metadata.name}: container ${container} does not go on running (${how}, started again ${times} times)`,
    ]
  })
}

function numberText(value: Json, name: string): string {
  const number = valueAt(value, name)
  return typeof number === 'number' ? String(number) : '0'
}
