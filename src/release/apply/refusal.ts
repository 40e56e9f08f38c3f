import { type StatusCause, StatusError } from '#kube'
import type { ManifestObject } from '../contract/apply.ts'
import { ReleaseError } from '../error.ts'
import { errorOf } from './outcome.ts'

/** An answer to a write with Helm's words around it; fields that cannot change are a failure of their own (`immutable`). */
export function explained(thrown: unknown, one: ManifestObject, words = ''): Error {
  const error = errorOf(thrown)
  if (error instanceof ReleaseError) return error
  const message = words + error.message
  const fixed = immutableFields(error)
  if (fixed.length === 0) return new ReleaseError('apply', message, { cause: error })
  const { kind, metadata } = one.object
  const way = isDataBearing(kind)
    ? 'data hangs on it, so give the new one another name'
    : '--server-side=false --force-replace deletes the object and creates it again'
  const hint = `${fixed.join(', ')} of ${kind}/${metadata.name} cannot change in place: ${way}`
  return new ReleaseError('immutable', message, { hint, cause: error })
}

/** Fields that a refusal calls unchangeable: `spec.selector`. */
export function immutableFields(error: unknown): readonly string[] {
  if (!(error instanceof StatusError) || error.status.code !== 422) return []
  const fields = (error.status.details?.causes ?? []).filter(isImmutable).map(({ field = '' }) => field)
  return [...new Set(fields)].filter((field) => field !== '')
}

const DATA_BEARING: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Namespace',
  'CustomResourceDefinition',
])

/** Whether deleting objects of a kind takes data along: they are never deleted in order to change. */
export function isDataBearing(kind: string): boolean {
  return DATA_BEARING.has(kind)
}

const WORDS = /field is immutable|may not be (?:changed|updated|unset)|updates to .* are forbidden|may not change/i

function isImmutable({ message = '' }: StatusCause): boolean {
  return WORDS.test(message)
}
