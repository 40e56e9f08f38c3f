import { describe, expect, it } from 'vitest'
import type { Json, KubeObject } from '#kube'
import { decideRevision, inOrder } from './decide.ts'
import { revisionHash } from './hash.ts'
import { goMapJson, templateAt, templatePatch } from './template-patch.ts'

/** What a real cluster of 1.34 has stored (kubernetes pkg/controller/statefulset/testdata). */
const template = {
  metadata: { annotations: { test: 'value' }, labels: { app: 'foo' } },
  spec: {
    containers: [
      {
        name: 'test',
        image: 'test',
        imagePullPolicy: 'Always',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
}
const set: KubeObject = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'test' }, spec: { template } }

function revision(name: string, number: number, data: Json, creationTimestamp = ''): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name, creationTimestamp },
    data,
    revision: number,
  }
}

describe('the hash of a revision', () => {
  it('is the one of a real cluster', () => {
    expect(revisionHash(goMapJson(templatePatch(set)), 0)).toBe('776999688b')
  })
  it('is another after a collision', () => {
    expect(revisionHash(goMapJson(templatePatch(set)), 1)).not.toBe('776999688b')
  })
})

describe('JSON as Go writes a map', () => {
  const rows: readonly [name: string, value: Json, text: string][] = [
    ['keys are sorted by code unit', { b: 1, $a: [true, null], B: {} }, '{"$a":[true,null],"B":{},"b":1}'],
    ['HTML is escaped', { '<': 'a&b>' }, '{"\\u003c":"a\\u0026b\\u003e"}'],
    ['line separators are escaped', 'a\u2028', '"a\\u2028"'],
    ['a prototype is only a key', JSON.parse('{"__proto__":1}') as Json, '{"__proto__":1}'],
  ]
  it.each(rows)('%s', (_name, value, text) => expect(goMapJson(value)).toBe(text))
})

describe('the template of a revision', () => {
  it('replaces the one of the object', () => {
    const other = { ...set, spec: { template: { metadata: { labels: { app: 'bar', more: 'x' } } } } }
    expect(templateAt(other, revision('r', 1, templatePatch(set)))).toEqual(template)
  })
  it('is merged when the revision says no more', () => {
    const data = { spec: { template: { metadata: { labels: { app: 'bar' } } } } }
    const merged = templateAt(set, revision('r', 1, data))
    expect(merged).toEqual({ ...template, metadata: { ...template.metadata, labels: { app: 'bar' } } })
  })
})

describe('what becomes of a history', () => {
  const [a, b] = [{ a: 1 }, { b: 1 }]
  const rows: readonly [name: string, revisions: readonly [number, Json][], outcome: object][] = [
    ['the first one', [], { act: 'create', number: 1 }],
    [
      'nothing new',
      [
        [1, b],
        [2, a],
      ],
      { act: 'keep', revision: { revision: 2 } },
    ],
    [
      'a new state',
      [
        [1, b],
        [4, { c: 1 }],
      ],
      { act: 'create', number: 5 },
    ],
    [
      'back to a former state',
      [
        [1, a],
        [2, b],
      ],
      { act: 'renumber', revision: { revision: 1 }, number: 3 },
    ],
    [
      'of two of the same state the newest',
      [
        [1, a],
        [2, b],
        [3, a],
      ],
      { act: 'keep', revision: { revision: 3 } },
    ],
    [
      'a number that two have is no order',
      [
        [2, a],
        [2, b],
      ],
      { act: 'renumber', number: 3 },
    ],
  ]
  it.each(rows)('%s', (_name, revisions, outcome) => {
    const objects = revisions.map(([number, data], at) => revision(`r${at}`, number, data))
    expect(decideRevision(objects, a)).toMatchObject(outcome)
  })
  it('goes by number, age and name', () => {
    const all = [revision('c', 2, a, '2'), revision('b', 2, a, '1'), revision('a', 2, a, '2'), revision('z', 1, a, '3')]
    expect(inOrder(all).map(({ metadata }) => metadata.name)).toEqual(['z', 'b', 'a', 'c'])
  })
})
