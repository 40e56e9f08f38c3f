import { asMap, mapAt, numberAt, textAt, textsAt } from '#kinds'
import type { JsonObject } from '#kube'
import type { ProbeKind, ProbeOrder, ProbeOutcome } from '../runtime/runtime.ts'
import type { Behaviour } from './behaviour.ts'

/** When a container began to run, and now. */
export interface ProbeTimes {
  readonly startedAtMs: number
  readonly nowMs: number
}

/** From when on and until when a probe succeeds, milliseconds after the container's start. */
const spans: Readonly<Record<ProbeKind, (behaviour: Behaviour) => readonly [number, number]>> = {
  startup: ({ startedAfter }) => [startedAfter, Infinity],
  liveness: ({ liveFor }) => [0, liveFor ?? Infinity],
  readiness: ({ readyAfter, readyFor }) => [readyAfter, readyFor === undefined ? Infinity : readyAfter + readyFor],
}

/** What a probe of a simulated container comes to; failures are told in the kubelet's words for each kind of check. */
export function probeOutcome(
  behaviour: Behaviour,
  { kind, probe }: ProbeOrder,
  { startedAtMs, nowMs }: ProbeTimes,
): ProbeOutcome {
  const [from, until] = spans[kind](behaviour)
  const atMs = nowMs - startedAtMs
  const isSuccess = atMs >= from && atMs < until
  const nextMs = atMs < from ? from : atMs < until ? until : Infinity
  return { isSuccess, output: isSuccess ? '' : failureText(probe), steadyUntilMs: startedAtMs + nextMs }
}

function failureText(probe: JsonObject): string {
  if (probe['httpGet'] !== undefined) return 'HTTP probe failed with statuscode: 503'
  if (probe['tcpSocket'] !== undefined) {
    const port = portText(mapAt(probe, 'tcpSocket'))
    return `dial tcp 127.0.0.1:${port}: connect: connection refused`
  }
  if (probe['grpc'] !== undefined) return 'service unhealthy (responded with "NOT_SERVING")'
  const [name = ''] = textsAt(mapAt(probe, 'exec'), 'command')
  return `command ${JSON.stringify(name)} exited with 1`
}

function portText(check: JsonObject): string {
  return textAt(check, 'port') || String(numberAt(asMap(check), 'port') ?? '')
}
