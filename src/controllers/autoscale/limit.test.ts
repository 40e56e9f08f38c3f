import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { behaviourOf } from './behaviour.ts'
import { type History, noteChange } from './history.ts'
import { limit, type Wish } from './limit.ts'

const NOW = 10_000_000

interface Past {
  /** Recommendations: replicas, seconds ago. */
  readonly wished?: readonly (readonly [number, number])[]
  /** Changes: from, to, seconds ago. */
  readonly changed?: readonly (readonly [number, number, number])[]
}

function historyOf({ wished = [], changed = [] }: Past): History {
  const history: History = {
    recommendations: wished.map(([replicas, ago]) => ({ replicas, atMs: NOW - ago * 1000 })),
    ups: [],
    downs: [],
  }
  for (const [from, to, ago] of changed) noteChange(history, from, to, { nowMs: NOW - ago * 1000, keepMs: 3_600_000 })
  return history
}

function said(wish: Partial<Wish>, behaviour: JsonObject | undefined, past: Past = {}): string {
  const limits = {
    behaviour: behaviour === undefined ? undefined : behaviourOf({ behavior: behaviour }),
    history: historyOf(past),
    nowMs: NOW,
  }
  const { replicas, able, limited } = limit({ current: 10, desired: 10, min: 1, max: 100, ...wish }, limits)
  return `${replicas} ${able.reason} ${limited.reason}`
}

const up = (rules: JsonObject): JsonObject => ({
  scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }], ...rules },
})
const down = (rules: JsonObject): JsonObject => ({
  scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 3, periodSeconds: 60 }], ...rules },
})
const halfAway = { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] }
const both = {
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 60 },
    { type: 'Percent', value: 100, periodSeconds: 60 },
  ],
}

test.each<[rule: string, wish: Partial<Wish>, past: Past, expected: string]>([
  ['as wished', { desired: 15 }, {}, '15 ReadyForNewScale DesiredWithinRange'],
  ['at most twice as many', { desired: 50 }, {}, '20 ReadyForNewScale ScaleUpLimit'],
  ['four at least may come', { current: 1, desired: 9 }, {}, '4 ReadyForNewScale ScaleUpLimit'],
  ['no more than the most', { desired: 15, max: 12 }, {}, '12 ReadyForNewScale TooManyReplicas'],
  ['no fewer than the least', { desired: 0, min: 2 }, {}, '2 ReadyForNewScale TooFewReplicas'],
  [
    'what was wished lately holds it up',
    { desired: 5 },
    { wished: [[8, 200]] },
    '8 ScaleDownStabilized DesiredWithinRange',
  ],
  ['for five minutes', { desired: 5 }, { wished: [[8, 301]] }, '5 ReadyForNewScale DesiredWithinRange'],
])('without behaviour: %s', (_rule, wish, past, expected) => expect(said(wish, undefined, past)).toBe(expected))

test.each<[rule: string, behaviour: JsonObject, wish: Partial<Wish>, past: Past, expected: string]>([
  ['so many pods in a period', up({}), { desired: 20 }, {}, '14 ReadyForNewScale ScaleUpLimit'],
  ['those that came count', up({}), { desired: 20 }, { changed: [[7, 10, 30]] }, '11 ReadyForNewScale ScaleUpLimit'],
  ['those from before do not', up({}), { desired: 20 }, { changed: [[7, 10, 90]] }, '14 ReadyForNewScale ScaleUpLimit'],
  ['the larger of two', up(both), { desired: 50 }, {}, '20 ReadyForNewScale ScaleUpLimit'],
  [
    'the smaller where that is said',
    up({ ...both, selectPolicy: 'Min' }),
    { desired: 50 },
    {},
    '14 ReadyForNewScale ScaleUpLimit',
  ],
  ['never up', up({ selectPolicy: 'Disabled' }), { desired: 50 }, {}, '10 ReadyForNewScale ScaleUpLimit'],
  [
    'steadied upwards',
    up({ stabilizationWindowSeconds: 60 }),
    { desired: 14 },
    { wished: [[11, 30]] },
    '11 ScaleUpStabilized DesiredWithinRange',
  ],
  ['the most is the most', up({}), { desired: 20, max: 12 }, {}, '12 ReadyForNewScale TooManyReplicas'],
  ['so many pods fewer', down({}), { desired: 1 }, {}, '7 ReadyForNewScale ScaleDownLimit'],
  ['half of them', down(halfAway), { desired: 1 }, {}, '5 ReadyForNewScale ScaleDownLimit'],
  ['those that went count', down({}), { desired: 1 }, { changed: [[12, 10, 30]] }, '9 ReadyForNewScale ScaleDownLimit'],
  ['never down', down({ selectPolicy: 'Disabled' }), { desired: 1 }, {}, '10 ReadyForNewScale ScaleDownLimit'],
  ['the least is the least', down({}), { desired: 1, min: 8 }, {}, '8 ReadyForNewScale TooFewReplicas'],
  [
    'steadied downwards',
    down({ stabilizationWindowSeconds: 120 }),
    { desired: 8 },
    { wished: [[9, 100]] },
    '9 ScaleDownStabilized DesiredWithinRange',
  ],
])('with behaviour: %s', (...[, behaviour, wish, past, expected]) => expect(said(wish, behaviour, past)).toBe(expected))
