import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '#kube'
import { isAppliedAlready } from './applied.ts'

const wanted: KubeObject = {
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'x', namespace: 'n', labels: { a: 'b' } },
  spec: { size: 1, atom: { p: 1 }, items: [{ name: 'one', v: 1 }, { name: 'two' }], tags: ['t'] },
}
const fields: JsonObject = {
  'f:metadata': { 'f:labels': { 'f:a': {} } },
  'f:spec': {
    'f:size': {},
    'f:atom': {},
    'f:items': {
      'k:{"name":"one"}': { '.': {}, 'f:name': {}, 'f:v': {} },
      'k:{"name":"two"}': { '.': {}, 'f:name': {} },
    },
    'f:tags': { 'v:"t"': {} },
  },
}
const entry = (fieldsV1: Json, more: JsonObject = {}): JsonObject => ({
  manager: 'helm',
  operation: 'Apply',
  apiVersion: 'v1',
  fieldsV1,
  ...more,
})
const live = (spec: JsonObject, entries: readonly JsonObject[]): KubeObject => ({
  ...wanted,
  metadata: { ...wanted.metadata, uid: 'u', managedFields: [...entries] },
  spec: { ...(wanted['spec'] as JsonObject), added: 'by the server', ...spec },
})
const without = (key: string): JsonObject => {
  const { [key]: _, ...rest } = fields['f:spec'] as JsonObject
  return { ...fields, 'f:spec': rest }
}

describe('isAppliedAlready', () => {
  const rows: readonly (readonly [rule: string, live: KubeObject, isApplied: boolean])[] = [
    ['all is there and owned', live({}, [entry(fields)]), true],
    ['others may own more', live({}, [entry(fields), entry({ 'f:spec': { 'f:added': {} } }, { manager: 'x' })]), true],
    ['a value has drifted', live({ size: 2 }, [entry(fields)]), false],
    ['a whole has drifted', live({ atom: { p: 1, q: 2 } }, [entry(fields)]), false],
    ['an item has drifted', live({ items: [{ name: 'one', v: 2 }, { name: 'two' }] }, [entry(fields)]), false],
    ['items have moved', live({ items: [{ name: 'two' }, { name: 'one', v: 1 }] }, [entry(fields)]), false],
    [
      'items of others do not matter',
      live({ items: [{ name: 'one', v: 1 }, { name: 'new' }, { name: 'two' }] }, [entry(fields)]),
      true,
    ],
    ['a field has lost its owner', live({}, [entry(without('f:size'))]), false],
    ['a field too many is owned', live({}, [entry({ ...fields, 'f:data': { 'f:k': {} } })]), false],
    ['it was applied at another version', live({}, [entry(fields, { apiVersion: 'v2' })]), false],
    ['it was written by an update', live({}, [entry(fields, { operation: 'Update' })]), false],
    ['nobody has applied it', live({}, []), false],
  ]
  it.each(rows)('%s', (_, there, isApplied) => {
    expect(isAppliedAlready(wanted, wanted, there)).toBe(isApplied)
  })
  it('asks for nothing new', () => {
    const other = { ...wanted, spec: { ...(wanted['spec'] as JsonObject), more: 1 } }
    expect(isAppliedAlready(wanted, other, live({}, [entry(fields)]))).toBe(false)
  })
})
