import { expect, test } from 'vitest'
import type { Json, KubeObject } from '#kube'
import { signatureOf } from '../access/bootstrap-signer.ts'
import { surplus } from '../pod-gc/rank.ts'
import { shareOf } from './expected-pods.ts'
import { selectorText } from './selector-text.ts'

test.each<[value: Json, total: number, expected: number]>([
  [2, 10, 2],
  ['50%', 3, 2],
  ['0%', 10, 0],
  ['100%', 7, 7],
  ['28%', 5, 2],
])('%s of %i', (value, total, expected) => expect(shareOf(value, total)).toBe(expected))

test('a share that is none is told', () => expect(() => shareOf('many', 3)).toThrow('invalid value for IntOrString'))

test('a selector as Go prints it', () => {
  const selector = {
    matchLabels: { b: '2', a: '1' },
    matchExpressions: [{ key: 'k', operator: 'In', values: ['x', 'y'] }],
  }
  expect(selectorText(selector)).toBe(
    '&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}',
  )
})

test('a signature leaves the content out', () => {
  const content = 'Hello from the other side. I must have called a thousand times.'
  expect(signatureOf(content, 'joshua', 'my voice is my passcode')).toBe(
    'eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..VShe2taLd-YTrmWuRkcL_8QTNDHYxQIEBsAYYiIj1_8',
  )
})

function pod(name: string, phase: string, created: string, reason = ''): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, creationTimestamp: created }, status: { phase, reason } }
}

test.each<[rule: string, threshold: number, expected: string[]]>([
  ['none below the number', 4, []],
  ['the evicted first', 3, ['evicted']],
  ['then the oldest, by name where they are as old', 1, ['evicted', 'a', 'b']],
  ['no number: none', 0, []],
])('ended pods that go: %s', (_, threshold, expected) => {
  const pods = [
    pod('young', 'Succeeded', '2026-01-03T00:00:00Z'),
    pod('b', 'Failed', '2026-01-01T00:00:00Z'),
    pod('a', 'Succeeded', '2026-01-01T00:00:00Z'),
    pod('evicted', 'Failed', '2026-01-04T00:00:00Z', 'Evicted'),
  ]
  expect(surplus(pods, threshold).map(({ metadata }) => metadata.name)).toEqual(expected)
})
