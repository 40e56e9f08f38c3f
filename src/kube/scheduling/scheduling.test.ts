import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../object/object.ts'
import type { JsonObject } from '../patch/json.ts'
import {
  compileNodeAffinity,
  compilePreferredNodes,
  matchesNodeAffinity,
  matchesNodeSelectorTerms,
  pinnedNodesOf,
} from './node-selector.ts'
import { findUntoleratedTaint, tolerates } from './toleration.ts'

const node = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
})
const label = (key: string, operator: string, ...values: string[]): JsonObject => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 && { values }) }],
})
const name = (operator: string, ...values: string[]): JsonObject => ({
  matchFields: [{ key: 'metadata.name', operator, values }],
})

describe('node selector terms', () => {
  const host = node('host_1', { label_1: 'label_1_val', cores: '8' })
  const rows: readonly [name: string, terms: JsonObject[], isMatched: boolean][] = [
    ['no terms match nothing', [], false],
    ['a term without conditions matches nothing', [{}], false],
    ['the name, but not the labels', [{ ...name('In', 'host_1'), ...label('label_1', 'In', 'x') }], false],
    ['the name and the labels', [{ ...name('In', 'host_1'), ...label('label_1', 'In', 'label_1_val') }], true],
    ['one of several terms', [label('label_1', 'In', 'x'), name('In', 'host_1')], true],
    ['a wrong term beside a right one', [label('not a key', 'In', 'x'), name('In', 'host_1')], true],
    ['a field with two values is wrong', [name('In', 'host_1', 'host_2')], false],
    ['a field that is not to be', [name('NotIn', 'host_1')], false],
    ['another name', [name('NotIn', 'host_2')], true],
    ['a field knows no other operator', [name('Exists', 'host_1')], false],
    ['a label that exists', [label('label_1', 'Exists')], true],
    ['existence with values is wrong', [label('label_1', 'Exists', 'x')], false],
    ['a label that does not exist', [label('label_2', 'DoesNotExist')], true],
    ['not one of these, when there is none', [label('label_2', 'NotIn', 'x')], true],
    ['greater', [label('cores', 'Gt', '7')], true],
    ['not less', [label('cores', 'Lt', '8')], false],
    ['no number', [label('label_1', 'Gt', '1')], false],
    ['an unknown operator is wrong', [label('label_1', 'Near', 'x')], false],
  ]
  it.each(rows)('%s', (_name, nodeSelectorTerms, isMatched) => {
    expect(matchesNodeSelectorTerms({ nodeSelectorTerms }, host)).toBe(isMatched)
  })
})

describe('the nodes of a pod', () => {
  const required = (...nodeSelectorTerms: JsonObject[]): JsonObject => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  })
  const rows: readonly [name: string, spec: JsonObject, isMatched: boolean, pinned?: readonly string[]][] = [
    ['nothing asked', {}, true],
    ['an empty node selector', { nodeSelector: {} }, true],
    ['a node selector', { nodeSelector: { zone: 'a' } }, true],
    ['a node selector that does not match', { nodeSelector: { zone: 'a', disk: 'ssd' } }, false],
    ['both', { nodeSelector: { zone: 'a' }, ...required(name('In', 'one')) }, true, ['one']],
    ['only one of both', { nodeSelector: { zone: 'b' }, ...required(name('In', 'one')) }, false, ['one']],
    ['required terms that are none', required(), false],
    ['two names', required(name('In', 'two'), name('In', 'one')), true, ['two', 'one']],
    ['a name and another way', required(name('In', 'two'), label('zone', 'Exists')), true],
    ['a name that contradicts itself', required({ matchFields: twice('one', 'two') }), false, []],
  ]
  it.each(rows)('%s', (_name, spec, isMatched, pinned) => {
    const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }
    expect(matchesNodeAffinity(pod, node('one', { zone: 'a' }))).toBe(isMatched)
    expect(compileNodeAffinity(spec)(node('one', { zone: 'a' }))).toBe(isMatched)
    expect(pinnedNodesOf(spec)).toEqual(pinned)
  })
})

function twice(...names: readonly string[]): JsonObject[] {
  return names.map((one) => ({ key: 'metadata.name', operator: 'In', values: [one] }))
}

describe('preferred nodes', () => {
  const host = node('host_1', { label_1: 'v' })
  const terms: readonly (readonly [weight: number, preference: JsonObject])[] = [
    [5, name('In', 'host_1')],
    [7, label('unknown', 'In', 'x')],
    [11, label('label_1', 'In', 'v')],
    [13, {}],
    [0, name('In', 'a', 'b')],
  ]
  const weighed = terms.map(([weight, preference]) => ({ weight, preference }))
  it('weights of what matches add up', () => expect(compilePreferredNodes(weighed)?.(host)).toBe(16))
  it('a wrong term with weight spoils all', () => {
    expect(compilePreferredNodes([...weighed, { weight: 1, preference: name('In', 'a', 'b') }])).toBeUndefined()
  })
})

describe('tolerations', () => {
  const taint = { key: 'foo', value: 'bar', effect: 'NoSchedule' }
  const rows: readonly [name: string, toleration: JsonObject, taint: JsonObject, isTolerated: boolean][] = [
    ['same key, any effect, any value', { key: 'foo', operator: 'Exists' }, taint, true],
    ['same key and effect', { key: 'foo', operator: 'Exists', effect: 'NoSchedule' }, taint, true],
    ['another effect', { key: 'foo', operator: 'Exists', effect: 'PreferNoSchedule' }, taint, false],
    ['every key', { operator: 'Exists', effect: 'NoSchedule' }, taint, true],
    ['everything', { operator: 'Exists' }, taint, true],
    ['equal', { key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule' }, taint, true],
    ['no operator is Equal', { key: 'foo', value: 'bar' }, taint, true],
    ['another value', { key: 'foo', operator: 'Equal', value: 'bar1' }, taint, false],
    ['no value and an empty one', { key: 'foo', value: '' }, { key: 'foo', effect: 'NoSchedule' }, true],
    ['another key', { key: 'goo', operator: 'Exists' }, taint, false],
    ['comparisons are not on', { key: 'foo', operator: 'Gt', value: '1' }, { ...taint, value: '2' }, false],
  ]
  it.each(rows)('%s', (_name, toleration, what, isTolerated) => expect(tolerates(toleration, what)).toBe(isTolerated))

  it('the first taint that nothing tolerates is told', () => {
    const taints = [taint, { key: 'a', effect: 'PreferNoSchedule' }, { key: 'b', effect: 'NoExecute' }]
    const known = [{ key: 'foo', operator: 'Exists' }]
    expect(findUntoleratedTaint(taints, known)).toBe(taints[1])
    expect(findUntoleratedTaint(taints, known, ({ effect }) => effect === 'NoExecute')).toBe(taints[2])
    expect(findUntoleratedTaint(taints, [...known, { operator: 'Exists' }])).toBeUndefined()
    expect(findUntoleratedTaint(undefined, undefined)).toBeUndefined()
  })
})
