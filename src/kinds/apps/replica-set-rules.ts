import type { KubeObject } from '#kube'
import type { Findings } from '../check/finding.ts'
import { makeMap } from '../read.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { checkWorkload } from './workload.ts'

/** Fills in what a replica set leaves out (mutates). */
export function defaultReplicaSet(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['replicas'] ??= 1
  defaultTemplate(makeMap(spec, 'template'))
}

/** Checks a replica set (apps ValidateReplicaSet). */
export function checkReplicaSet(found: Findings, object: KubeObject): void {
  checkWorkload(found, object, { name: 'deployment', kind: 'ReplicaSet' })
}
