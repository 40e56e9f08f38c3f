import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import type { ContentRequest, Release } from '#release'
import { mergeLayers } from '#render'
import type { Chart } from '#source'
import { type GoMap, goJson, parseGoJson } from '#template'
import { globalFlags } from '../flags/global.ts'
import { upgradeFlags } from '../flags/release.ts'
import { parseFlags } from '../frame/parse.ts'
import { chooseValues } from './chart-values.ts'

const mapOf = (json: object): GoMap => parseGoJson(JSON.stringify(json)) as GoMap

/** The last revision: its chart's defaults, and what the user gave. */
const previous = {
  config: { kept: 1, table: { a: 1, b: 2 } },
  chart: { metadata: { name: 'web' }, values: { old: true, kept: 0, table: { a: 0, c: 3 } } },
} as unknown as Release

const chart = { metadata: { name: 'web' }, values: mapOf({ fresh: true, kept: 0 }) } as unknown as Chart

/** Values as JSON: the user's, and the chart's defaults. */
function chosen(words: readonly string[], request: Partial<ContentRequest> = { previous }): readonly unknown[] {
  const { flags } = parseFlags({ ...globalFlags, ...upgradeFlags }, words)
  const layers = flags.set.map((expression) => ({ origin: { kind: 'set' as const }, expression }))
  const found = chooseValues(chart, layers, { flags, request: request as ContentRequest })
  const config = mergeLayers(found.layers, { compat: 'helm4' })
  return [JSON.parse(goJson(config)), JSON.parse(goJson(found.chart.values as GoMap))]
}

const fresh = { fresh: true, kept: 0 }

test.each<[string, readonly string[], JsonObject, JsonObject]>([
  ['nothing given: the last values', [], { kept: 1, table: { a: 1, b: 2 } }, fresh],
  ['something given: only that', ['--set', 'x=1'], { x: 1 }, fresh],
  ['--reset-values: nothing of the last', ['--reset-values'], {}, fresh],
  [
    '--reuse-values: defaults and values of the last',
    ['--reuse-values', '--set', 'table.a=9'],
    { kept: 1, table: { a: 9, b: 2 } },
    { kept: 1, old: true, table: { a: 1, b: 2, c: 3 } },
  ],
  [
    '--reset-then-reuse-values: new defaults, values of the last',
    ['--reset-then-reuse-values', '--set', 'table.b=null'],
    { kept: 1, table: { a: 1 } },
    fresh,
  ],
  ['--reset-values wins', ['--reset-values', '--reuse-values', '--set', 'x=1'], { x: 1 }, fresh],
])('%s', (_, words, config, defaults) => {
  expect(chosen(words)).toEqual([config, defaults])
})

test('an install has no last values', () => {
  expect(chosen(['--reuse-values'], {})).toEqual([{}, fresh])
})

test('values may be given in place of all others', () => {
  expect(chosen(['--set', 'x=1'], { previous, config: { y: 2 } })).toEqual([{ y: 2 }, fresh])
})
