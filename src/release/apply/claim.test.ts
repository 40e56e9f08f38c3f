import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#kube'
import { claimPatch } from './claim.ts'

const entry = (operation: string, fieldsV1: JsonObject, more: JsonObject = {}): JsonObject => ({
  manager: 'helm',
  operation,
  apiVersion: 'v1',
  fieldsV1,
  ...more,
})
const other = { ...entry('Update', { 'f:z': {} }), manager: 'kubectl' }

describe('claimPatch', () => {
  const rows: readonly (readonly [
    rule: string,
    entries: readonly JsonObject[],
    claimed: readonly JsonObject[] | undefined,
  ])[] = [
    ['nothing where the manager has not updated', [other, entry('Apply', { 'f:a': {} })], undefined],
    ['an update becomes an apply', [other, entry('Update', { 'f:a': {} })], [other, entry('Apply', { 'f:a': {} })]],
    [
      'an update goes into the apply',
      [entry('Update', { 'f:a': {} }), entry('Apply', { 'f:b': {} }), other],
      [entry('Apply', { 'f:a': {}, 'f:b': {} }), other],
    ],
    [
      'an update at another version is dropped',
      [entry('Update', { 'f:a': {} }, { apiVersion: 'v2' }), entry('Apply', { 'f:b': {} })],
      [entry('Apply', { 'f:b': {} })],
    ],
    ['a subresource stays', [entry('Update', { 'f:a': {} }, { subresource: 'status' })], undefined],
  ]
  it.each(rows)('%s', (_, entries, claimed) => {
    const live = {
      apiVersion: 'v1',
      kind: 'X',
      metadata: { name: 'x', resourceVersion: '7', managedFields: [...entries] },
    }
    const patch = claimPatch(live)
    const body = [
      { op: 'replace', path: '/metadata/managedFields', value: claimed },
      { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
    ]
    expect(patch).toEqual(claimed === undefined ? undefined : { type: 'json', body })
  })
})
