import { type Finding, invalid, type JsonObject } from '#kube'
import type { RestCall } from '../../contract/rest.ts'
import { findFieldManagerFaults, managerOfUserAgent } from '../metadata/field-manager-faults.ts'
import { isNamespace } from '../write/remove-namespace.ts'
import type { WriteRequest } from '../write/write-request.ts'
import { booleanOf, findDryRunFaults, findFieldValidationFaults } from './query.ts'

/** What a create, update or patch may say in its query. */
export interface QueryOptions {
  readonly dryRun: boolean
  /** As sent; empty when nothing was. */
  readonly fieldManager: string
  readonly fieldValidation: FieldValidation
  /** `force` of an apply. */
  readonly force: boolean
}

/** What happens to fields that nobody knows. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict'

/** Kinds of options, as admission sees them. */
export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'

/** Reads and checks the query of a write. Throws 422. */
export function readQueryOptions(call: RestCall, kind: OptionsKind, isApply = false): QueryOptions {
  const { query } = call
  if (query.size === 0 && kind !== 'PatchOptions') return nothingSaid
  const dryRun = query.getAll('dryRun').filter((value) => value !== '')
  const fieldManager = query.get('fieldManager') ?? ''
  const fieldValidation = query.get('fieldValidation') ?? ''
  const force = booleanOf(query, 'force')
  const findings: Finding[] = []
  if (kind === 'PatchOptions') findings.push(...findPatchFaults(isApply, fieldManager, force))
  findings.push(...findFieldManagerFaults(fieldManager, 'fieldManager'), ...findDryRunFaults(dryRun))
  findings.push(...findFieldValidationFaults(fieldValidation))
  if (findings.length > 0) throw invalid({ group: 'meta.k8s.io', kind }, '', findings)
  return {
    dryRun: dryRun.length > 0,
    fieldManager,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
    force: force === true,
  }
}

const nothingSaid: QueryOptions = { dryRun: false, fieldManager: '', fieldValidation: 'Warn', force: false }

/** The write that a call asks for. */
export function writeRequest(call: RestCall, kind: OptionsKind, options: QueryOptions): WriteRequest {
  const { context } = call
  return {
    kind: call.kind,
    namespace: isNamespace(call.kind) ? call.name : call.namespace,
    name: call.name,
    subresource: call.subresource,
    user: context.user,
    dryRun: options.dryRun,
    fieldManager: options.fieldManager === '' ? managerOfUserAgent(call.userAgent) : options.fieldManager,
    options: optionsObject(kind, options, call.query),
    isInternal: false,
    warn: (text) => context.warn(text),
    annotate: (key, value) => context.annotate(key, value),
  }
}

function findPatchFaults(isApply: boolean, fieldManager: string, force: boolean | undefined): readonly Finding[] {
  if (isApply) {
    if (fieldManager !== '') return []
    return [{ field: 'fieldManager', type: 'required', detail: 'is required for apply patch' }]
  }
  if (force === undefined) return []
  return [{ field: 'force', type: 'forbidden', detail: 'may not be specified for non-apply patch' }]
}

/** PatchOptions reach admission as UpdateOptions, without `force`. */
function optionsObject(kind: OptionsKind, options: QueryOptions, query: URLSearchParams): JsonObject {
  const fieldValidation = query.get('fieldValidation') ?? ''
  return {
    kind: kind === 'PatchOptions' ? 'UpdateOptions' : kind,
    apiVersion: 'meta.k8s.io/v1',
    ...(options.dryRun && { dryRun: ['All'] }),
    ...(options.fieldManager !== '' && { fieldManager: options.fieldManager }),
    ...(fieldValidation !== '' && { fieldValidation }),
  }
}
