import type { Json, KubeObject } from '#kube'

/** An event of core/v1 (the stored form) as events.k8s.io/v1 tells it. */
export function eventFromCore(event: KubeObject): KubeObject {
  return renamed(event, 'events.k8s.io/v1', coreToNew)
}

/** An event of events.k8s.io/v1 as core/v1 tells it, which is what is stored. */
export function eventToCore(event: KubeObject): KubeObject {
  return renamed(event, 'v1', newToCore)
}

const coreToNew: ReadonlyMap<string, string> = new Map([
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
])
const newToCore: ReadonlyMap<string, string> = new Map([...coreToNew].map(([core, other]) => [other, core]))

function renamed(event: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const entries = Object.entries(event).map(([key, value]): [string, Json] => [names.get(key) ?? key, value])
  return { ...(Object.fromEntries(entries) as KubeObject), apiVersion }
}
