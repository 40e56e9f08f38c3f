import type { FieldSpec } from '../file/types.ts'

/** Fields that `namePrefix` and `nameSuffix` change. */
export const NAME_FIELDS: readonly FieldSpec[] = [{ path: 'metadata/name' }]

/** Fields that `namespace` changes, beside `metadata/namespace` and the subjects of role bindings. */
export const NAMESPACE_FIELDS: readonly FieldSpec[] = [
  { path: 'metadata/name', kind: 'Namespace', create: true },
  { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
  {
    path: 'spec/conversion/webhook/clientConfig/service/namespace',
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
  },
]
