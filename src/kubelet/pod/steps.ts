import { textAt } from '#kinds'
import { runProbes } from '../probe/run.ts'
import { type ContainerRecord, isChanging, isRunning, newContainer } from './record.ts'
import { countRestart, isWanted, startAtMs } from './restart.ts'
import { containersOf, graceSeconds, type SpecContainer } from './spec.ts'
import { startContainer } from './start.ts'
import { stopContainer } from './stop.ts'
import { launch, type Work } from './work.ts'

interface Part {
  readonly container: SpecContainer
  readonly record: ContainerRecord
}

/** What is to be done in a pod that has its sandbox. */
export interface Steps {
  /** When to look again, in milliseconds since the epoch. */
  readonly nextMs: number
  /** Its containers have done what they were for: nothing is started any more. */
  readonly isDone: boolean
}

/**
 * Starts the containers whose turn it is, ends those whose definition changed, and asks the probes that are due. Init
 * containers run one after the other, sidecars stay, then all others run together.
 * Source: kubernetes kuberuntime `computePodActions`.
 */
export function takeSteps(work: Work): Steps {
  const parts = containersOf(work.pod).map((container) => ({ container, record: recordOf(work, container) }))
  const ready = partsToRun(work, parts)
  let nextMs = startDue(work, ready.parts)
  for (const part of parts) nextMs = Math.min(nextMs, look(work, part))
  return { nextMs, isDone: ready.isDone }
}

function recordOf({ record }: Work, { name, role }: SpecContainer): ContainerRecord {
  const present = record.containers.get(name)
  if (present !== undefined) return present
  const made = newContainer(name, role)
  record.containers.set(name, made)
  return made
}

interface Turn {
  readonly parts: readonly Part[]
  readonly isDone: boolean
}

/** Containers that are to run now and do not. */
function partsToRun(work: Work, parts: readonly Part[]): Turn {
  const mains = parts.filter(({ container }) => container.role === 'main')
  const ephemerals = parts.filter(({ container, record }) => container.role === 'ephemeral' && record.id === '')
  const inits = parts.filter(({ container }) => container.role === 'init' || container.role === 'sidecar')
  const hasBegun = mains.some(({ record }) => record.id !== '')
  const first = initTurn(work, inits, hasBegun)
  if (first.isHeld) return { parts: [...first.parts, ...ephemerals], isDone: first.isDone }
  const wanted = mains.filter(({ container, record }) => isWanted(work, container, record))
  const isDone = wanted.length === 0 && mains.every(({ record }) => record.exit !== undefined && !isChanging(record))
  return { parts: isDone ? [] : [...first.parts, ...wanted, ...ephemerals], isDone }
}

interface InitTurn extends Turn {
  /** Others wait for these. */
  readonly isHeld: boolean
}

function initTurn(work: Work, inits: readonly Part[], hasBegun: boolean): InitTurn {
  const sidecars: Part[] = []
  for (const part of inits) {
    const { container, record } = part
    if (container.role === 'sidecar') {
      if (isWanted(work, container, record)) sidecars.push(part)
      if (!hasBegun && !hasStarted(record)) return { parts: sidecars, isHeld: true, isDone: false }
      continue
    }
    if (hasBegun || record.exit?.exitCode === 0) continue
    const isLost = record.exit !== undefined && !isWanted(work, container, record)
    return { parts: isLost ? [] : [...sidecars, part], isHeld: true, isDone: isLost }
  }
  return { parts: sidecars, isHeld: false, isDone: false }
}

function hasStarted(record: ContainerRecord): boolean {
  return isRunning(record) && record.probes.every(({ kind, isPassed }) => kind !== 'startup' || isPassed === true)
}

/** Starts what may be started, one after the other. Gives when the next one may be. */
function startDue(work: Work, parts: readonly Part[]): number {
  const now = work.context.clock.now()
  const due: Part[] = []
  let nextMs = Infinity
  for (const part of parts) {
    const { container, record } = part
    if (record.isStarting || isRunning(record)) continue
    const atMs = startAtMs(work, container, record)
    if (atMs > now) nextMs = Math.min(nextMs, atMs)
    else due.push(part)
  }
  if (due.length === 0) return nextMs
  for (const { record } of due) {
    record.isStarting = true
    countRestart(work, record)
  }
  launch(work, async () => {
    for (const { container, record } of due) await startContainer(work, container, record)
  })
  return nextMs
}

/** Ends a container whose definition changed; asks its probes. */
function look(work: Work, { container, record }: Part): number {
  const isChanged =
    isRunning(record) && container.role !== 'ephemeral' && record.image !== textAt(container.spec, 'image')
  if (isChanged && !record.isStopping) {
    const message = `Container ${container.name} definition changed, will be restarted`
    const graceMs = graceSeconds(work.pod) * 1000
    launch(work, () => stopContainer(work, container, { record, message, graceMs }))
    return Infinity
  }
  return runProbes(work, container, record)
}
