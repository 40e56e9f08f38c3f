import { type Client, coreType, pause, readLog } from '#client'
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
  const startMs = clock.now()
  let [wellSinceMs, told]: [number, readonly Crash[]] = [startMs, []]
  for (;;) {
    const { items } = await client.list(pods)
    const running = items.filter((pod) => textAt(pod['spec'], 'restartPolicy') === 'Always')
    const now = clock.now()
    const ended = running.flatMap(crashingIn)
    // who looks every so often misses a crash between two looks
    const lastEndMs = Math.max(...running.map(lastEndOf), 0)
    if (ended.length > 0) [wellSinceMs, told] = [now, ended]
    else if (lastEndMs > wellSinceMs) [wellSinceMs, told] = [lastEndMs, running.flatMap(restartedIn)]
    if (now - wellSinceMs >= STEADY_MS) return
    if (told.length > 0 && now >= startMs + timeoutMs) throw new Error(await crashText(client, told))
    await pause(clock, LOOK_MS, signal)
  }
}

/** A container that does not go on running. */
interface Crash {
  readonly text: string
  readonly place: { readonly namespace: string; readonly pod: string; readonly container: string }
  /** Whether its last words are those of the run before. */
  readonly isRunning: boolean
}

const TAIL_LINES = 5

/** The crashes with what the containers said last. */
async function crashText(client: Client, crashes: readonly Crash[]): Promise<string> {
  const told = crashes.map(async ({ text, place, isRunning }) => {
    const chunks: Uint8Array[] = []
    try {
      const options = { isPrevious: isRunning, tailLines: TAIL_LINES }
      for await (const chunk of readLog(client, place, options)) chunks.push(chunk)
    } catch {
      return text
    }
    const lines = Buffer.concat(chunks).toString('utf8').split('\n')
    return [text, ...lines.filter((line) => line.trim() !== '').map((line) => `  | ${line}`)].join('\n')
  })
  return (await Promise.all(told)).join('\n')
}

/** Containers of a pod that ended, or wait until they are tried again. */
export function crashingIn(pod: KubeObject): readonly Crash[] {
  if (textAt(pod.metadata, 'deletionTimestamp') !== '') return []
  return statusesOf(pod).flatMap((status) => {
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    const isRunning = valueAt(status, 'state', 'running') !== undefined
    const isElse = waiting !== '' && waiting !== 'CrashLoopBackOff'
    return isRunning || isElse ? [] : toldOf(pod, status)
  })
}

/** Containers of a pod that have ended before, and run again. */
function restartedIn(pod: KubeObject): readonly Crash[] {
  return statusesOf(pod).flatMap((status) => toldOf(pod, status))
}

function toldOf(pod: KubeObject, status: JsonObject): readonly Crash[] {
  const ended = endOf(status)
  if (ended === undefined) return []
  const { name } = pod.metadata
  const how = `${textAt(ended, 'reason')}, exit code ${numberText(ended, 'exitCode')}`
  const times = numberText(status, 'restartCount')
  const container = textAt(status, 'name')
  return [
    {
      text: `Pod/${name}: container ${container} does not go on running (${how}, started again ${times} times)`,
      place: { namespace: textAt(pod.metadata, 'namespace'), pod: name, container },
      isRunning: valueAt(status, 'state', 'running') !== undefined,
    },
  ]
}

/** When a container of the pod ended last, milliseconds; 0 when none did. */
function lastEndOf(pod: KubeObject): number {
  return Math.max(0, ...statusesOf(pod).map((status) => Date.parse(textAt(endOf(status), 'finishedAt')) || 0))
}

function endOf(status: JsonObject): Json | undefined {
  return valueAt(status, 'state', 'terminated') ?? valueAt(status, 'lastState', 'terminated')
}

function statusesOf(pod: KubeObject): readonly JsonObject[] {
  const statuses = valueAt(pod, 'status', 'containerStatuses')
  return Array.isArray(statuses) ? (statuses as readonly JsonObject[]) : []
}

function numberText(value: Json, name: string): string {
  const number = valueAt(value, name)
  return typeof number === 'number' ? String(number) : '0'
}
