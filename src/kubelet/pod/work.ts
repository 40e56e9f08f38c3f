import type { KubeObject } from '#kube'
import { type Context, type EventNote, keyOfText } from '#reconcile'
import type { Fleet, NodeState } from '../fleet.ts'
import type { ContainerRuntime } from '../runtime/runtime.ts'
import type { PodRecord } from './record.ts'
import type { Sources } from './sources.ts'
import type { SpecContainer } from './spec.ts'

/** What pods are worked on with. */
export interface Shop {
  readonly fleet: Fleet
  readonly runtime: ContainerRuntime
  readonly context: Context
  readonly sources: Sources
}

/** One pod at work. */
export interface Work extends Shop {
  readonly pod: KubeObject
  readonly record: PodRecord
  readonly node: NodeState
}

/** Tells an Event on the pod, in the name of its kubelet; of one container where one is named. */
export function tell({ context, pod, record }: Work, note: EventNote, container?: SpecContainer): void {
  context.record(pod, {
    ...note,
    host: record.node,
    ...(container !== undefined && { fieldPath: fieldPath(container) }),
  })
}

const LISTS = {
  init: 'initContainers',
  sidecar: 'initContainers',
  main: 'containers',
  ephemeral: 'ephemeralContainers',
}

function fieldPath({ name, role }: SpecContainer): string {
  return `spec.${LISTS[role]}{${name}}`
}

/** Lets something go on that takes its time; the pod is looked at again once it is through. What it throws is traced. */
export function launch({ context, fleet, record }: Work, run: () => Promise<void>): void {
  run()
    .catch((error: unknown) => {
      if (context.signal.aborted) return
      const reason = error instanceof Error ? error.message : String(error)
      context.trace({ message: 'trouble', fields: { part: 'kubelet', pod: record.key, error: reason } })
    })
    .finally(() => fleet.enqueue(keyOfText(record.key)))
}
