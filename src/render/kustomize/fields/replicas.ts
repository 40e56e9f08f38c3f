import type { FieldSpec } from '../file/types.ts'

/** Fields that `replicas` sets. */
export const REPLICAS_FIELDS: readonly FieldSpec[] = [
  'Deployment',
  'ReplicationController',
  'ReplicaSet',
  'StatefulSet',
].map((kind) => ({ path: 'spec/replicas', kind, create: true }))
