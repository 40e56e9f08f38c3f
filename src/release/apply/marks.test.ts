import { describe, expect, it } from 'vitest'
import type { KubeObject, ObjectMeta } from '#kube'
import { strangerReason, withMarks } from './marks.ts'

const owner = { name: 'r', namespace: 'n' }
const object = (metadata: ObjectMeta): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata })
const annotations = { 'meta.helm.sh/release-name': 'r', 'meta.helm.sh/release-namespace': 'n' }
const labels = { 'app.kubernetes.io/managed-by': 'Helm' }

describe('marks', () => {
  it('are put over what the manifest says', () => {
    const given = { name: 'x', labels: { 'app.kubernetes.io/managed-by': 'me', a: 'b' }, annotations: null }
    const { object: marked } = withMarks({ object: object(given), source: '' }, owner)
    expect(marked.metadata).toEqual({ name: 'x', labels: { ...labels, a: 'b' }, annotations })
  })
  it.each([
    ['helm4', { a: 'b', gone: '', ...labels }],
    ['helm3', labels],
  ] as const)('stand beside labels that are null, as %s', (compat, expected) => {
    const given = { name: 'x', labels: { a: 'b', gone: null } }
    const { object: marked } = withMarks({ object: object(given), source: '' }, { ...owner, compat })
    expect(marked.metadata['labels']).toEqual(expected)
  })
  it('are left out without an owner', () => {
    const one = { object: object({ name: 'x' }), source: '' }
    expect(withMarks(one, undefined)).toBe(one)
  })

  const rows: readonly (readonly [rule: string, metadata: ObjectMeta, reason: string | undefined])[] = [
    ['all of them', { name: 'x', labels, annotations }, undefined],
    [
      'none',
      { name: 'x' },
      'invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "r"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "n"',
    ],
    [
      'those of another release',
      { name: 'x', labels, annotations: { ...annotations, 'meta.helm.sh/release-name': 'q' } },
      'invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "r": current value is "q"',
    ],
  ]
  it.each(rows)('tell strangers: %s', (_, metadata, reason) => {
    expect(strangerReason(object(metadata), owner)).toBe(reason)
  })
})
