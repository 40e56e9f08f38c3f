import { type FieldTable, listBy, type MergeSchema, mapOf, scalarList } from './schema.ts'

/** `metadata` of every kind. */
export const metadata: MergeSchema = mapOf({ finalizers: scalarList, ownerReferences: listBy('uid') })

/** `status` with conditions, and other fields where there are any. */
export function conditions(fields: FieldTable = {}): MergeSchema {
  return mapOf({ conditions: listBy('type'), ...fields })
}

/** What containers of every sort have. */
export const containerFields: FieldTable = {
  env: listBy('name'),
  volumeDevices: listBy('devicePath'),
  volumeMounts: listBy('mountPath'),
}

/** `ports` of a container. */
export const containerPorts: MergeSchema = listBy(['containerPort', 'protocol'])

/** Fields of a pod that both schemas share. */
export const podFields: FieldTable = {
  containers: listBy('name', { ...containerFields, ports: containerPorts }),
  initContainers: listBy('name', { ...containerFields, ports: containerPorts }),
  hostAliases: listBy('ip'),
  imagePullSecrets: listBy('name'),
  topologySpreadConstraints: listBy(['topologyKey', 'whenUnsatisfiable']),
  volumes: retainedListBy('name', { ephemeral: mapOf({ volumeClaimTemplate: mapOf({ metadata }) }) }),
}

/** A merged list in whose items only the fields of the patch survive. */
export function retainedListBy(key: string, fields: FieldTable = {}): MergeSchema {
  return { ...listBy(key, fields), retainsKeys: true }
}

/** A kind that has nothing but `metadata` to merge. */
export const plainKind: MergeSchema = mapOf({ metadata })

/** A kind with these fields beside `metadata`. */
export function kind(fields: FieldTable): MergeSchema {
  return mapOf({ metadata, ...fields })
}

/** A kind whose `spec.template` is a pod. */
export function workload(pod: MergeSchema, specFields: FieldTable = {}): MergeSchema {
  return kind({ spec: mapOf({ template: podTemplate(pod), ...specFields }), status: conditions() })
}

/** A pod inside another kind. */
export function podTemplate(pod: MergeSchema): MergeSchema {
  return mapOf({ metadata, spec: pod })
}

/** A job inside a CronJob. */
export function jobTemplate(pod: MergeSchema): MergeSchema {
  return mapOf({ metadata, spec: mapOf({ template: podTemplate(pod) }) })
}
