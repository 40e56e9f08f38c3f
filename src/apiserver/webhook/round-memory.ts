import { copyOf, type KubeObject, sameJson } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'

/** What a plugin knows of a request between the two rounds of mutation. */
export interface Memory {
  /** Whether one may run: all in the first round, in the second those that wished it and saw less than there is now. */
  isDue(id: string): boolean
  /** Notes one that wishes to run again after a later change. */
  asked(id: string): void
  /** Notes that the object was changed: whoever wishes it sees it again. */
  changed(): void
}

/** The memory of one plugin; what others changed since its first round counts as a change. */
export function roundMemory(request: AdmissionRequest, plugin: string): Memory {
  const { reinvocation } = request
  const known = reinvocation?.memory.get(plugin) as Kept | undefined
  const kept: Kept = known ?? { output: undefined, asked: new Set(), due: new Set() }
  reinvocation?.memory.set(plugin, kept)
  const remindAll = (): void => {
    for (const id of kept.asked) kept.due.add(id)
    kept.asked.clear()
  }
  const isRepeat = reinvocation?.isRepeat === true
  if (isRepeat && !sameJson(kept.output, request.object)) remindAll()
  return {
    isDue: (id) => !isRepeat || kept.due.has(id),
    asked: (id) => void kept.asked.add(id),
    changed: () => {
      remindAll()
      reinvocation?.want()
    },
  }
}

/** Keeps the object as the plugin leaves it, to see what others change. */
export function rememberOutput({ reinvocation, object }: AdmissionRequest, plugin: string): void {
  const kept = reinvocation?.memory.get(plugin) as Kept | undefined
  if (kept !== undefined) kept.output = object && copyOf(object)
}

interface Kept {
  output: KubeObject | undefined
  readonly asked: Set<string>
  readonly due: Set<string>
}
