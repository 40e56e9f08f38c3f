import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  builtInKinds,
  createMergePatch,
  createThreeWayMergePatch,
  createThreeWayPatch,
  createTwoWayPatch,
  type Json,
  type JsonObject,
  readOperations,
} from './door.ts'

/** One call of the Go libraries (apimachinery's strategicpatch and jsonmergepatch, evanphx/json-patch 4.12 and 5.9). */
interface Row {
  readonly run: Run
  readonly apiVersion?: string
  readonly kind?: string
  readonly a: JsonObject
  readonly b: Json
  readonly c?: JsonObject
  readonly result?: Json
  readonly error?: string
}

type Run = 'smp' | 'two' | 'three' | 'threeconflict' | 'jp4' | 'jp5' | 'jp5x' | 'merge' | 'createmerge' | 'threejson'

const RUNS: Readonly<Record<Run, (row: Row) => unknown>> = {
  smp: ({ a, b, ...row }) => applyStrategicPatch(a, b as JsonObject, schemaOf(row)),
  two: ({ a, b, ...row }) => createTwoWayPatch(a, b as JsonObject, schemaOf(row)),
  three: (row) => createThreeWayPatch(statesOf(row), schemaOf(row)),
  threeconflict: (row) => createThreeWayPatch(statesOf(row), schemaOf(row), { failsOnConflict: true }),
  jp4: ({ a, b }) => applyJsonPatch(a, readOperations(b)),
  jp5: ({ a, b }) => applyJsonPatch(a, readOperations(b), { version: 5 }),
  jp5x: ({ a, b }) => {
    return applyJsonPatch(a, readOperations(b), { version: 5, allowsMissingOnRemove: true, makesPath: true })
  },
  merge: ({ a, b }) => applyMergePatch(a, b),
  createmerge: ({ a, b }) => createMergePatch(a, b as JsonObject),
  threejson: (row) => createThreeWayMergePatch(statesOf(row)),
}

function schemaOf({ apiVersion = '', kind = '' }: Pick<Row, 'apiVersion' | 'kind'>): ReturnType<typeof builtInKinds> {
  return builtInKinds(apiVersion, kind)
}

function statesOf({ a, b, c = {} }: Row): { original: JsonObject; modified: JsonObject; current: JsonObject } {
  return { original: a, modified: b as JsonObject, current: c }
}

const rows = JSON.parse(readFileSync('fixtures/kube/patch-vectors.json', 'utf8')) as Row[]

describe('recorded calls of the Go libraries', () => {
  test.each(rows.map((row, at) => [row.run, at, row] as const))('%s %i', (run, _at, row) => {
    if (row.error === undefined) expect(plain(RUNS[run](row))).toEqual(row.result)
    else if (row.error === 'conflict') {
      expect(() => RUNS[run](row)).toThrow(expect.objectContaining({ code: 'conflict' }) as Error)
    } else expect(() => RUNS[run](row)).toThrow(row.error)
  })
})

/** Maps with the usual prototype, for comparing. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
