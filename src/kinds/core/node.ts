import { type KubeObject } from '#kube'
import { ageColumn, column, nameColumn, wideColumn } from '../columns/column.ts'
import { defineKind, proxySubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { asMap, conditionOf, isSet, isTrue, mapAt, mapsAt, pairsAt, textAt } from '../read.ts'
import { checkNode, checkNodeUpdate, defaultNode } from './node-check.ts'

/** A machine that runs pods. */
export const node: Kind = defineKind({
  group: '',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  scope: 'Cluster',
  subresources: [proxySubresource('NodeProxyOptions'), statusSubresource],
  columns: [
    nameColumn,
    column('Status', 'The status of the node', statusOf),
    column('Roles', 'The roles of the node', rolesOf),
    ageColumn,
    column('Version', 'Kubelet Version reported by the node.', (object) => textAt(infoOf(object), 'kubeletVersion')),
    wideColumn('Internal-IP', 'List of addresses reachable to the node.', (object) => addressOf(object, 'InternalIP')),
    wideColumn('External-IP', 'List of addresses reachable to the node.', (object) => addressOf(object, 'ExternalIP')),
    wideColumn('OS-Image', 'OS Image reported by the node.', (object) => textAt(infoOf(object), 'osImage') || unknown),
    wideColumn(
      'Kernel-Version',
      'Kernel Version reported by the node.',
      (object) => textAt(infoOf(object), 'kernelVersion') || unknown,
    ),
    wideColumn(
      'Container-Runtime',
      'ContainerRuntime Version reported by the node through runtime remote API.',
      (object) => textAt(infoOf(object), 'containerRuntimeVersion') || unknown,
    ),
  ],
  selectableFields: {
    'spec.unschedulable': (object) => String(isTrue(mapAt(object, 'spec'), 'unschedulable')),
  },
  rules: {
    defaults: defaultNode,
    prepareUpdate: (object, old) => {
      object['status'] = old['status'] ?? {}
    },
    check: checkNode,
    checkUpdate: checkNodeUpdate,
    checkStatus: checkNodeUpdate,
    warnings: nodeWarnings,
  },
})

/** Sentences about fields that nobody reads any more. */
function nodeWarnings(object: KubeObject): readonly string[] {
  const spec = mapAt(object, 'spec')
  return [
    ...(isSet(spec, 'configSource') ? ['spec.configSource: the feature is removed'] : []),
    ...(textAt(spec, 'externalID') === ''
      ? []
      : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
  ]
}

const unknown = '<unknown>'
const rolePrefix = 'node-role.kubernetes.io/'

function infoOf(object: KubeObject): ReturnType<typeof mapAt> {
  return mapAt(object, 'status', 'nodeInfo')
}

function statusOf(object: KubeObject): string {
  const ready = conditionOf(mapAt(object, 'status'), 'Ready')
  const words = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady'
  return isTrue(mapAt(object, 'spec'), 'unschedulable') ? `${words},SchedulingDisabled` : words
}

function rolesOf(object: KubeObject): string {
  const roles = pairsAt(asMap(object.metadata), 'labels').map(([key, value]) => {
    if (key.startsWith(rolePrefix)) return key.slice(rolePrefix.length)
    return key === 'kubernetes.io/role' ? value : ''
  })
  return [...new Set(roles.filter((role) => role !== ''))].toSorted().join(',') || '<none>'
}

function addressOf(object: KubeObject, type: string): string {
  const address = mapsAt(mapAt(object, 'status'), 'addresses').find((each) => each['type'] === type)
  return address === undefined ? '<none>' : textAt(address, 'address')
}
