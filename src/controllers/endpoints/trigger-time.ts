import { type KubeObject, textAt } from '#kube'
import { conditionOf } from '../pod/state.ts'

/** Tells since when a service's endpoints are not what they should be. */
export interface TriggerTimes {
  /**
   * The time of the first change since the last call; the creation of a service that is new here; undefined when nothing
   * changed that has a time.
   */
  next(service: KubeObject, pods: readonly KubeObject[]): string | undefined
  forget(namespace: string, name: string): void
}

interface Known {
  readonly pods: ReadonlyMap<string, string>
  readonly service: string
}

/** Nothing is known yet. Source: kubernetes `TriggerTimeTracker`. */
export function createTriggerTimes(): TriggerTimes {
  const byService = new Map<string, Known>()
  return {
    next: (service, pods) => {
      const key = `${textAt(service, 'metadata', 'namespace')}/${service.metadata.name}`
      const created = textAt(service, 'metadata', 'creationTimestamp')
      const known = byService.get(key)
      const times = new Map<string, string>()
      let first: string | undefined
      const consider = (time: string, before: string | undefined): void => {
        if (before !== undefined && time <= before) return
        if (first === undefined || time < first) first = time
      }
      for (const pod of pods) {
        const time = textAt(conditionOf(pod, 'Ready'), 'lastTransitionTime')
        if (time === '') continue
        times.set(pod.metadata.name, time)
        consider(time, known?.pods.get(pod.metadata.name))
      }
      consider(created, known?.service)
      byService.set(key, { pods: times, service: created })
      return known === undefined ? created : first
    },
    forget: (namespace, name) => void byService.delete(`${namespace}/${name}`),
  }
}
