import type { KubeObject } from '#kube'
import { ageColumn, ageOf, column, nameColumn, wideColumn } from '../columns/column.ts'
import { type PodSummary, readinessGates, summarizePod } from '../columns/pod-summary.ts'
import { defineKind, proxySubresource, statusSubresource } from '../define.ts'
import type { Kind, Subresource } from '../kind.ts'
import { isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { podRules } from './pod-rules.ts'

const spec = (object: KubeObject, field: string) => textAt(mapAt(object, 'spec'), field)
const status = (object: KubeObject, field: string) => textAt(mapAt(object, 'status'), field)

/** A group of containers that run together on a node. */
export const pod: Kind = defineKind({
  group: '',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  subresources: [
    stream('attach', 'PodAttachOptions'),
    { name: 'binding', verbs: ['create'], body: { group: '', version: 'v1', kind: 'Binding' } },
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', verbs: ['create'], body: { group: 'policy', version: 'v1', kind: 'Eviction' } },
    stream('exec', 'PodExecOptions'),
    { name: 'log', verbs: ['get'] },
    stream('portforward', 'PodPortForwardOptions'),
    proxySubresource('PodProxyOptions'),
    { name: 'resize', verbs: ['get', 'patch', 'update'] },
    statusSubresource,
  ],
  columns: [
    nameColumn,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.', (object) => {
      const { ready, total } = summarizePod(object)
      return `${ready}/${total}`
    }),
    column('Status', 'The aggregate status of the containers in this pod.', (object) => summarizePod(object).reason),
    column(
      'Restarts',
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
      (object, now) => restartsText(summarizePod(object), now),
    ),
    ageColumn,
    wideColumn('IP', 'IP address allocated to the pod.', addressOf),
    wideColumn('Node', 'The node the pod was scheduled to.', (object) => spec(object, 'nodeName') || '<none>'),
    wideColumn(
      'Nominated Node',
      'Set only when this pod preempts other pods on the node, but cannot be scheduled right away.',
      (object) => status(object, 'nominatedNodeName') || '<none>',
    ),
    wideColumn(
      'Readiness Gates',
      'If specified, all readiness gates will be evaluated for pod readiness.',
      readinessGates,
    ),
  ],
  selectableFields: {
    'spec.nodeName': (object) => spec(object, 'nodeName'),
    'spec.host': (object) => spec(object, 'nodeName'),
    'spec.restartPolicy': (object) => spec(object, 'restartPolicy'),
    'spec.schedulerName': (object) => spec(object, 'schedulerName'),
    'spec.serviceAccountName': (object) => spec(object, 'serviceAccountName'),
    'spec.hostNetwork': (object) => String(isTrue(mapAt(object, 'spec'), 'hostNetwork')),
    'status.phase': (object) => status(object, 'phase'),
    'status.podIP': (object) => status(object, 'podIP'),
    'status.podIPs': (object) =>
      mapsAt(mapAt(object, 'status'), 'podIPs')
        .map((each) => textAt(each, 'ip'))
        .join(','),
    'status.nominatedNodeName': (object) => status(object, 'nominatedNodeName'),
  },
  rules: { ...podRules, gracePeriodSeconds },
})

function stream(name: string, kind: string): Subresource {
  return { name, verbs: ['create', 'get'], body: { group: '', version: 'v1', kind } }
}

function restartsText({ restarts, lastRestart }: PodSummary, now: number): string {
  if (restarts === 0 || lastRestart === 0) return String(restarts)
  return `${restarts} (${ageOf(new Date(lastRestart).toISOString(), now)} ago)`
}

function addressOf(object: KubeObject): string {
  const [first] = mapsAt(mapAt(object, 'status'), 'podIPs')
  return (first === undefined ? '' : textAt(first, 'ip')) || '<none>'
}

/** A pod that is on no node, or that has ended, goes at once. */
function gracePeriodSeconds(object: KubeObject): number {
  if (spec(object, 'nodeName') === '' || ['Succeeded', 'Failed'].includes(status(object, 'phase'))) return 0
  return numberAt(mapAt(object, 'spec'), 'terminationGracePeriodSeconds') ?? 30
}
