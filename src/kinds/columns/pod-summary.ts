import { isTerminating, type JsonObject, type KubeObject } from '#kube'
import { asMap, conditionOf, isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'

/** What a table says about the state of a pod. */
export interface PodSummary {
  readonly ready: number
  readonly total: number
  readonly reason: string
  readonly restarts: number
  /** When a container last ended before a restart; milliseconds since the epoch, 0 when none did. */
  readonly lastRestart: number
}

/** Status, ready containers and restarts of a pod as `kubectl get pods` shows them (printers printPod). */
export function summarizePod(pod: KubeObject): PodSummary {
  const status = mapAt(pod, 'status')
  const sidecars = sidecarNames(pod)
  const total = mapsAt(mapAt(pod, 'spec'), 'containers').length + sidecars.size
  const started: PodSummary = { ready: 0, total, reason: startReason(status), restarts: 0, lastRestart: 0 }
  const init = walkInit(pod, sidecars, started)
  const isPastInit = !init.isInitializing || conditionOf(status, 'Initialized')?.['status'] === 'True'
  const summary = isPastInit ? walkContainers(status, init) : init.summary
  return { ...summary, reason: endReason(pod, summary.reason) }
}

/** How many readiness gates are open, of how many; `<none>` without gates. */
export function readinessGates(pod: KubeObject): string {
  const gates = mapsAt(mapAt(pod, 'spec'), 'readinessGates')
  if (gates.length === 0) return '<none>'
  const status = mapAt(pod, 'status')
  const open = gates.filter((gate) => conditionOf(status, textAt(gate, 'conditionType'))?.['status'] === 'True')
  return `${open.length}/${gates.length}`
}

interface InitWalk {
  readonly isInitializing: boolean
  readonly summary: PodSummary
  /** Restarts of sidecars alone, which go on counting after initialization. */
  readonly sidecarRestarts: number
  readonly sidecarLastRestart: number
}

function sidecarNames(pod: KubeObject): ReadonlySet<string> {
  const init = mapsAt(mapAt(pod, 'spec'), 'initContainers')
  return new Set(init.filter((each) => each['restartPolicy'] === 'Always').map((each) => textAt(each, 'name')))
}

function startReason(status: JsonObject): string {
  if (conditionOf(status, 'PodScheduled')?.['reason'] === 'SchedulingGated') return 'SchedulingGated'
  return textAt(status, 'reason') || textAt(status, 'phase')
}

function walkInit(pod: KubeObject, sidecars: ReadonlySet<string>, started: PodSummary): InitWalk {
  let summary = started
  let sidecarRestarts = 0
  let sidecarLastRestart = 0
  for (const [at, container] of mapsAt(mapAt(pod, 'status'), 'initContainerStatuses').entries()) {
    const isSidecar = sidecars.has(textAt(container, 'name'))
    summary = counted(summary, container)
    if (isSidecar) {
      sidecarRestarts += numberAt(container, 'restartCount') ?? 0
      sidecarLastRestart = Math.max(sidecarLastRestart, endedAt(container))
    }
    if (isDone(container)) continue
    if (isSidecar && isTrue(container, 'started')) {
      if (isTrue(container, 'ready')) summary = { ...summary, ready: summary.ready + 1 }
      continue
    }
    const reason = initReason(container, `${at}/${mapsAt(mapAt(pod, 'spec'), 'initContainers').length}`)
    return { isInitializing: true, summary: { ...summary, reason }, sidecarRestarts, sidecarLastRestart }
  }
  return { isInitializing: false, summary, sidecarRestarts, sidecarLastRestart }
}

function isDone(container: JsonObject): boolean {
  const state = mapAt(container, 'state')
  return isSet(state, 'terminated') && (numberAt(mapAt(state, 'terminated'), 'exitCode') ?? 0) === 0
}

function initReason(container: JsonObject, progress: string): string {
  const state = mapAt(container, 'state')
  if (isSet(state, 'terminated')) return `Init:${endOf(mapAt(state, 'terminated'))}`
  const waiting = textAt(mapAt(state, 'waiting'), 'reason')
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${progress}`
}

function walkContainers(status: JsonObject, init: InitWalk): PodSummary {
  let summary: PodSummary = { ...init.summary, restarts: init.sidecarRestarts, lastRestart: init.sidecarLastRestart }
  let hasRunning = false
  for (const container of mapsAt(status, 'containerStatuses').toReversed()) {
    summary = counted(summary, container)
    const state = mapAt(container, 'state')
    const waiting = textAt(mapAt(state, 'waiting'), 'reason')
    if (waiting !== '') summary = { ...summary, reason: waiting }
    else if (isSet(state, 'terminated')) summary = { ...summary, reason: endOf(mapAt(state, 'terminated')) }
    else if (isTrue(container, 'ready') && isSet(state, 'running')) {
      hasRunning = true
      summary = { ...summary, ready: summary.ready + 1 }
    }
  }
  if (summary.reason !== 'Completed' || !hasRunning) return summary
  const isReady = conditionOf(status, 'Ready')?.['status'] === 'True'
  return { ...summary, reason: isReady ? 'Running' : 'NotReady' }
}

/** How a container ended: its reason, or the signal, or the exit code. */
function endOf(terminated: JsonObject): string {
  const reason = textAt(terminated, 'reason')
  if (reason !== '') return reason
  const signal = numberAt(terminated, 'signal') ?? 0
  return signal === 0 ? `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`
}

function counted(summary: PodSummary, container: JsonObject): PodSummary {
  const restarts = summary.restarts + (numberAt(container, 'restartCount') ?? 0)
  return { ...summary, restarts, lastRestart: Math.max(summary.lastRestart, endedAt(container)) }
}

function endedAt(container: JsonObject): number {
  const finished = asMap(mapAt(container, 'lastState')['terminated'])['finishedAt']
  return typeof finished === 'string' ? Date.parse(finished) || 0 : 0
}

function endReason(pod: KubeObject, reason: string): string {
  if (!isTerminating(pod)) return reason
  const status = mapAt(pod, 'status')
  if (textAt(status, 'reason') === 'NodeLost') return 'Unknown'
  return ['Succeeded', 'Failed'].includes(textAt(status, 'phase')) ? reason : 'Terminating'
}
