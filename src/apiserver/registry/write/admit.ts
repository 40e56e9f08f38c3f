import { type GroupVersionKind, internalError, type KubeObject, StatusError } from '#kube'
import type { AdmissionPlugin, AdmissionRequest, Operation } from '../../contract/admission.ts'
import type { Core } from '../core.ts'
import type { WriteRequest } from './write-request.ts'

/** The objects of one admission. */
export interface Admitted {
  readonly operation: Operation
  readonly object?: KubeObject
  readonly oldObject?: KubeObject
  /** Kind of the body where it is not the resource's. */
  readonly gvk?: GroupVersionKind
}

/** Runs the mutating half of admission; gives the object as the plugins left it. */
export async function mutate(core: Core, write: WriteRequest, admitted: Admitted): Promise<KubeObject | undefined> {
  if (write.isInternal) return admitted.object
  const plugins = pluginsOf(core.admission, 'admit', admitted.operation)
  if (plugins.length === 0) return admitted.object
  const rounds = { isRepeat: false, isWanted: false, memory: new Map<string, unknown>(), want: () => {} }
  rounds.want = () => {
    rounds.isWanted = true
  }
  const request: AdmissionRequest = { ...admissionRequest(write, admitted), reinvocation: rounds }
  for (const plugin of plugins) {
    const asked = plugin.admit?.(request, core.registry)
    if (asked instanceof Promise) await asked
  }
  if (!rounds.isWanted) return request.object
  rounds.isRepeat = true
  for (const plugin of plugins) {
    const asked = plugin.admit?.(request, core.registry)
    if (asked instanceof Promise) await asked
  }
  return request.object
}

/** Runs the validating half. */
export async function validate(core: Core, write: WriteRequest, admitted: Admitted): Promise<void> {
  if (write.isInternal) return
  const plugins = pluginsOf(core.admission, 'validate', admitted.operation)
  if (plugins.length === 0) return
  const request = admissionRequest(write, admitted)
  // Most plugins answer at once: each wait would be a turn of the queue.
  for (const plugin of plugins) {
    const asked = plugin.validate?.(request, core.registry)
    if (asked instanceof Promise) await asked
  }
}

/** What a failure that is no refusal becomes. */
export function asRefusal(cause: unknown): StatusError {
  if (cause instanceof StatusError) return cause
  return internalError(cause instanceof Error ? cause.message : String(cause), cause)
}

type Plugins = readonly AdmissionPlugin[]

const chosen = new WeakMap<Plugins, Map<string, Plugins>>()

/** The plugins with a half of admission for an operation, chosen once. */
function pluginsOf(all: Plugins, half: 'admit' | 'validate', operation: Operation): Plugins {
  const byUse = chosen.get(all) ?? new Map<string, Plugins>()
  chosen.set(all, byUse)
  // a server adds plugins while it is put together
  const use = `${half} ${operation} ${all.length}`
  const known = byUse.get(use)
  if (known !== undefined) return known
  const found = all.filter((plugin) => plugin[half] !== undefined && plugin.operations.includes(operation))
  byUse.set(use, found)
  return found
}

function admissionRequest(write: WriteRequest, { operation, object, oldObject, gvk }: Admitted): AdmissionRequest {
  const { kind } = write
  return {
    operation,
    gvk: gvk ?? { group: kind.group, version: kind.version, kind: kind.kind },
    resource: { group: kind.group, version: kind.version, resource: kind.plural },
    subresource: write.subresource,
    kind,
    namespace: write.namespace,
    name: write.name === '' ? (object?.metadata.name ?? '') : write.name,
    ...(object !== undefined && { object }),
    ...(oldObject !== undefined && { oldObject }),
    options: write.options,
    dryRun: write.dryRun,
    user: write.user,
    warn: (text) => write.warn(text),
    annotate: (key, value) => write.annotate(key, value),
  }
}
