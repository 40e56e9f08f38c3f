import type { FieldSpec } from '../file/types.ts'
import { POD_SPECS } from './pod-specs.ts'

const HOLDERS = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'] as const

/** Fields in which `$(NAME)` of a var is replaced. */
export const VAR_REFERENCE_FIELDS: readonly FieldSpec[] = [
  ...HOLDERS.flatMap(inContainers),
  // The path for CronJob lacks its `spec`, and so it does in the reference.
  { path: 'spec/jobTemplate/spec/template/volumes/nfs/server', kind: 'CronJob' },
  { path: 'spec/template/spec/volumes/nfs/server', kind: 'DaemonSet' },
  { path: 'spec/template/spec/volumes/nfs/server', kind: 'Deployment' },
  { path: 'spec/template/metadata/annotations', kind: 'Deployment' },
  { path: 'spec/rules/host', kind: 'Ingress' },
  { path: 'spec/tls/hosts', kind: 'Ingress' },
  { path: 'spec/tls/secretName', kind: 'Ingress' },
  { path: 'spec/template/spec/volumes/nfs/server', kind: 'Job' },
  { path: 'spec/volumes/nfs/server', kind: 'Pod' },
  { path: 'spec/template/spec/volumes/nfs/server', kind: 'ReplicaSet' },
  { path: 'spec/ports/port', kind: 'Service' },
  { path: 'spec/ports/targetPort', kind: 'Service' },
  { path: 'spec/volumeClaimTemplates/spec/nfs/server', kind: 'StatefulSet' },
  { path: 'spec/nfs/server', kind: 'PersistentVolume' },
  { path: 'metadata/labels' },
  { path: 'metadata/annotations' },
]

function inContainers(kind: (typeof HOLDERS)[number]): FieldSpec[] {
  return ['containers', 'initContainers'].flatMap((list) =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((field) => ({
      path: `${POD_SPECS[kind]}/${list}/${field}`,
      kind,
    })),
  )
}
