import { asMap, mapsAt, numberAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, textAt } from '#kube'

/** Where a pod stands, in the words of `kubectl get pods`. */
export interface PodState {
  readonly state: 'ready' | 'in-progress' | 'failed'
  readonly reason: string
  /** Containers whose last lines say why: those that ended badly. */
  readonly troubled: readonly TroubledContainer[]
}

/** A container that ended badly. */
export interface TroubledContainer {
  readonly name: string
  /** It has been started again since, so its last words are those of the run before. */
  readonly isPrevious: boolean
  /** Runs so far. */
  readonly restarts: number
}

/** Reasons to wait that only a change of the pod ends. */
const STUCK = new Set(['CrashLoopBackOff', 'CreateContainerConfigError', 'ErrImageNeverPull', 'InvalidImageName'])
/** Reasons to wait that are worth a word. */
const WAITING = new Set(['ErrImagePull', 'ImagePullBackOff', 'CreateContainerError', 'RunContainerError'])

/** Reads a pod's status. */
export function podState(pod: KubeObject): PodState {
  const status = asMap(pod['status'])
  const statuses = [...mapsAt(status, 'initContainerStatuses'), ...mapsAt(status, 'containerStatuses')]
  const troubled = statuses.flatMap(troubleOf)
  const phase = textAt(status, 'phase')
  if (phase === 'Succeeded') return { state: 'ready', reason: 'Succeeded', troubled: [] }
  // who was told to end ends badly more often than not
  if (phase === 'Failed' && isTerminating(pod)) return { state: 'in-progress', reason: 'Terminating', troubled }
  if (phase === 'Failed') return { state: 'failed', reason: failure(status), troubled }
  const waiting = statuses.map((each) => textAt(each, 'state', 'waiting', 'reason'))
  const stuck = waiting.find((reason) => STUCK.has(reason))
  if (stuck !== undefined) return { state: 'failed', reason: detailed(statuses, stuck), troubled }
  const slow = waiting.find((reason) => WAITING.has(reason))
  if (slow !== undefined) return { state: 'in-progress', reason: detailed(statuses, slow), troubled }
  if (isTerminating(pod)) return { state: 'in-progress', reason: 'Terminating', troubled: [] }
  if (isReady(status)) return { state: 'ready', reason: 'Running', troubled: [] }
  return { state: 'in-progress', reason: progress(status, phase), troubled }
}

function isReady(status: JsonObject): boolean {
  return mapsAt(status, 'conditions').some(
    (each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') === 'True',
  )
}

function progress(status: JsonObject, phase: string): string {
  const unscheduled = mapsAt(status, 'conditions').find(
    (each) => textAt(each, 'type') === 'PodScheduled' && textAt(each, 'status') === 'False',
  )
  if (unscheduled !== undefined) return `${textAt(unscheduled, 'reason')}: ${textAt(unscheduled, 'message')}`
  const waiting = mapsAt(status, 'containerStatuses').map((each) => textAt(each, 'state', 'waiting', 'reason'))
  const reason = waiting.find((text) => text !== '')
  if (reason !== undefined) return reason
  const containers = mapsAt(status, 'containerStatuses')
  const ready = containers.filter((each) => each['ready'] === true).length
  return phase === 'Running' ? `${ready} of ${containers.length} containers ready` : phase || 'Pending'
}

function failure(status: JsonObject): string {
  const ended = mapsAt(status, 'containerStatuses').map((each) => asMap(asMap(each['state'])['terminated']))
  const bad = ended.find((each) => (numberAt(each, 'exitCode') ?? 0) !== 0)
  const reason = textAt(status, 'reason') || textAt(bad, 'reason') || 'Failed'
  const code = bad === undefined ? '' : ` (exit code ${numberAt(bad, 'exitCode')})`
  const message = textAt(status, 'message')
  return `${reason}${code}${message === '' ? '' : `: ${message}`}`
}

function detailed(statuses: readonly JsonObject[], reason: string): string {
  const container = statuses.find((each) => textAt(each, 'state', 'waiting', 'reason') === reason)
  const message = textAt(container, 'state', 'waiting', 'message')
  const head = `${reason}${reason === 'CrashLoopBackOff' ? endingOf(container) : ''}`
  return message === '' ? head : `${head}: ${message}`
}

/** How a container that waits to be started again ended: ` (OOMKilled, exit code 137)`. */
function endingOf(container: JsonObject | undefined): string {
  const ended = asMap(asMap(container?.['lastState'])['terminated'])
  const code = numberAt(ended, 'exitCode')
  if (code === undefined) return ''
  const reason = textAt(ended, 'reason')
  return ` (${reason === '' ? '' : `${reason}, `}exit code ${code})`
}

function troubleOf(status: JsonObject): TroubledContainer[] {
  const current = asMap(asMap(status['state'])['terminated'])
  const before = asMap(asMap(status['lastState'])['terminated'])
  const restarts = numberAt(status, 'restartCount') ?? 0
  const name = textAt(status, 'name')
  if ((numberAt(current, 'exitCode') ?? 0) !== 0) return [{ name, isPrevious: false, restarts }]
  return (numberAt(before, 'exitCode') ?? 0) === 0 ? [] : [{ name, isPrevious: true, restarts }]
}
