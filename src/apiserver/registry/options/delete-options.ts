import { schemaOf } from '#kinds'
import {
  badRequest,
  DecodeError,
  decodeTyped,
  type Finding,
  invalid,
  isMap,
  type Json,
  type JsonObject,
  valueAt,
} from '#kube'
import type { RestBody } from '../../contract/rest.ts'
import { booleanOf, findDryRunFaults, integerOf } from './query.ts'

/** How something is deleted (meta/v1 DeleteOptions), checked. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string }
  readonly orphanDependents?: boolean
  readonly propagationPolicy?: PropagationPolicy
  readonly dryRun: boolean
  readonly ignoreStoreReadError: boolean
  /** As admission sees them. */
  readonly object: JsonObject
}

/** What happens to the dependents. */
export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground'

/** The options in a body, or where there is none, in the query. Throws 400 and 422. */
export function readDeleteOptions(query: URLSearchParams, body: RestBody | undefined): DeleteOptions {
  return deleteOptionsOf(body === undefined ? optionsInQuery(query) : optionsInBody(body))
}

/** Options from an object. Throws 422. */
export function deleteOptionsOf(object: JsonObject): DeleteOptions {
  const dryRun = textsAt(object, 'dryRun')
  const findings = findFaults(object, dryRun)
  if (findings.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', findings)
  const gracePeriodSeconds = object['gracePeriodSeconds']
  const orphanDependents = object['orphanDependents']
  const policy = object['propagationPolicy']
  return {
    ...(typeof gracePeriodSeconds === 'number' && {
      gracePeriodSeconds: gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds,
    }),
    preconditions: preconditionsOf(object['preconditions']),
    ...(typeof orphanDependents === 'boolean' && { orphanDependents }),
    ...(typeof policy === 'string' && { propagationPolicy: policy as PropagationPolicy }),
    dryRun: dryRun.length > 0,
    ignoreStoreReadError: object[ignoreField] === true,
    object: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', ...object },
  }
}

const ignoreField = 'ignoreStoreReadErrorWithClusterBreakingPotential'
const optionsType = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'
const policies: readonly Json[] = ['Foreground', 'Background', 'Orphan']

function optionsInQuery(query: URLSearchParams): JsonObject {
  const gracePeriodSeconds = integerOf(query, 'gracePeriodSeconds')
  const orphanDependents = booleanOf(query, 'orphanDependents')
  const policy = query.get('propagationPolicy')
  const dryRun = query.getAll('dryRun')
  const ignore = booleanOf(query, ignoreField)
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(orphanDependents !== undefined && { orphanDependents }),
    ...(policy !== null && policy !== '' && { propagationPolicy: policy }),
    ...(dryRun.length > 0 && { dryRun }),
    ...(ignore !== undefined && { [ignoreField]: ignore }),
  }
}

function optionsInBody({ value }: RestBody): JsonObject {
  if (!isMap(value)) throw badRequest('decoded object cannot be converted to DeleteOptions')
  const kind = value['kind']
  if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
    throw badRequest('decoded object cannot be converted to DeleteOptions')
  }
  const { kind: _, apiVersion: __, ...options } = value
  try {
    decodeTyped(schemaOf(optionsType), options)
  } catch (cause) {
    if (cause instanceof DecodeError) throw badRequest(cause.message)
    throw cause
  }
  return options
}

function findFaults(object: JsonObject, dryRun: readonly string[]): readonly Finding[] {
  const { propagationPolicy: policy, orphanDependents } = object
  const findings: Finding[] = []
  if (policy !== undefined && orphanDependents !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set'
    findings.push({ field: 'propagationPolicy', type: 'invalid', value: policy, detail })
  }
  if (policy !== undefined && !policies.includes(policy)) {
    const detail = 'supported values: "Foreground", "Background", "Orphan", "nil"'
    findings.push({ field: 'propagationPolicy', type: 'not-supported', value: policy, detail })
  }
  findings.push(...findDryRunFaults(dryRun))
  if (object[ignoreField] === true) findings.push(...findIgnoreFaults(object))
  return findings
}

function findIgnoreFaults(object: JsonObject): readonly Finding[] {
  return ['dryRun', 'propagationPolicy', 'orphanDependents', 'gracePeriodSeconds', 'preconditions']
    .filter((field) => object[field] !== undefined)
    .map((field) => ({
      field: ignoreField,
      type: 'invalid',
      value: true,
      detail: `cannot be set together with .${field}`,
    }))
}

function preconditionsOf(value: Json | undefined): DeleteOptions['preconditions'] {
  const uid = valueAt(value, 'uid')
  const resourceVersion = valueAt(value, 'resourceVersion')
  return {
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  }
}

function textsAt(object: JsonObject, key: string): readonly string[] {
  const value = object[key]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
