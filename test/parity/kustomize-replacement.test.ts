import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peer } from '../peers.ts'
import { buildBoth, type Files, type Outcome } from './kustomize-overlay.ts'

const kubectl = peer('kubectl-1.34')
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1200)
const SEED = Number(process.env['FUZZ_SEED'])
/** Cases of one build. */
const PACK = 100
/** Builds of a single case. */
const MAX_SINGLE = 60

if (kubectl === undefined) {
  process.stderr.write('kustomize replacement parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')
}

const SOURCE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: NAME-s
  labels: {a: b, "x.y/z": w}
data:
  text: hello
  number: 5
  quoted: "5"
  float: 1.50
  flag: true
  parts: a.b.c
  slashes: "h/1/true"
  none: null
  nothing: ""
  map: {k: v, n: 1}
  list: [p, {q: 1}]
  empty: {}
  lines: |
    one
    two
`

const TARGET = `apiVersion: x/v1
kind: Thing
metadata:
  name: NAME-t
  labels: {a: b}
  annotations: {example.com/a.b: old}
spec:
  text: old
  quoted: "old"
  number: 3
  float: 2.5
  flag: false
  none:
  map: {a: 1, b: {c: d}}
  list: [a, "b", 3]
  parts: u/v/w
  items:
  - name: one
    v: 1
    in: [{k: x, w: 1}]
  - name: "two"
    v: 2
  - other: 3
`

const sourcePath = fc.constantFrom(
  ...['data.text', 'data.number', 'data.quoted', 'data.float', 'data.flag', 'data.parts', 'data.slashes', 'data.none'],
  ...['data.nothing', 'data.map', 'data.list', 'data.empty', 'data.map.k', 'data.list.1.q', 'data.list.-', 'data.nope'],
  ...['data.list.[=p]', 'data.list.[q=1]', 'metadata.name', 'metadata.labels.[x.y/z]', 'data.list.9', 'data.lines', ''],
)
const targetPath = fc.constantFrom(
  ...['spec.text', 'spec.quoted', 'spec.number', 'spec.float', 'spec.flag', 'spec.none', 'spec.map', 'spec.list'],
  ...['spec.map.b.c', 'spec.map.new', 'spec.new', 'spec.new.deep.er', 'spec.list.0', 'spec.list.3', 'spec.list.*'],
  ...['spec.items.*.name', 'spec.items.[name=one].v', 'spec.items.[name=t.o].v', 'spec.items.[name=^one$].v'],
  ...[
    'spec.items.[name=^two$].v',
    'spec.items.[name=three].v',
    'spec.items.0.in.[k=x].w',
    'spec.items.3.z',
    'spec.parts',
  ],
  ...[
    'metadata.annotations.[example.com/a.b]',
    'metadata.annotations.example\\.com/a\\.b',
    'spec.list.[=a]',
    'spec.list.[=b]',
  ],
  ...[
    'spec.items.1.new.[x=y].z',
    'spec.fresh.0.a',
    'spec.none.below',
    'spec.list.[=zz]',
    'spec.items.*.new',
    'metadata.new',
  ],
)
const options = fc.constantFrom<object | undefined>(
  ...[undefined, undefined, undefined, { create: true }, { create: true }, { delimiter: '/', index: 1 }],
  ...[
    { delimiter: '/', index: -1 },
    { delimiter: '.', index: 0 },
    { delimiter: '/', index: 9, create: true },
  ],
)

const replacement = fc.record({
  from: sourcePath,
  to: fc.array(targetPath, { minLength: 1, maxLength: 2 }),
  fromOptions: fc.constantFrom<object | undefined>(
    undefined,
    undefined,
    { delimiter: '.', index: 1 },
    { delimiter: '/', index: 2 },
  ),
  options,
  literal: fc.constantFrom(undefined, undefined, undefined, '7', 'word', 'true', '0x1F'),
  select: fc.constantFrom<object>({}, {}, { labelSelector: 'a=b' }, { annotationSelector: 'x' }),
  reject: fc.constantFrom<readonly object[]>(
    [],
    [],
    [{ labelSelector: 'a=b' }],
    [{ kind: 'Thing' }],
    [{ kind: 'Other' }],
  ),
})

const replacementCase = fc.array(replacement, { minLength: 1, maxLength: 2 })
type Case = readonly {
  from: string
  to: string[]
  fromOptions?: object
  options?: object
  literal?: string | undefined
  select: object
  reject: readonly object[]
}[]

test.skipIf(kubectl === undefined)(`random replacements give what the real tool gives (seed ${SEED})`, () => {
  const cases = fc.sample(replacementCase, { numRuns: RUNS, seed: SEED }) as Case[]
  const alone = cases.map((entry) => [entry, buildBoth(overlayOf([entry]), 'false').ours] as const)
  const working = alone.filter(([, ours]) => ours.error === undefined).map(([entry]) => entry)
  const failing = alone.filter(([, { error }]) => error !== undefined && !ENDLESS.test(error)).map(([entry]) => entry)
  expect(working.length).toBeGreaterThan(RUNS / 5)
  for (let at = 0; at < working.length; at += PACK) compare(working.slice(at, at + PACK))
  for (const entry of failing.slice(0, MAX_SINGLE)) compare([entry])
})

function compare(cases: readonly Case[]): void {
  const { ours, theirs } = buildBoth(overlayOf(cases), kubectl as string)
  if (theirs.error?.includes('panic') || JSON.stringify(comparable(ours)) === JSON.stringify(comparable(theirs))) return
  if (cases.length > 1) for (const entry of cases) compare([entry])
  const context = overlayOf(cases.slice(0, 1))['kustomization.yaml']
  expect({ context, ...comparable(ours) }).toEqual({ context, ...comparable(theirs) })
}

/** Where the real tool makes items for ever, because none of them is what was asked for. */
const ENDLESS = /the item made for/

/** Messages that print a part of the input in its own layout. */
const UNSTABLE = /node contents/

function comparable({ text, error }: Outcome): Outcome {
  return error === undefined ? { text: text ?? '' } : { error: UNSTABLE.exec(error)?.[0] ?? error.trimEnd() }
}

function overlayOf(cases: readonly Case[]): Files {
  const objects = cases.flatMap((_, at) => [SOURCE, TARGET].map((text) => text.replaceAll('NAME', `n${at}`)))
  const entries = cases.flatMap((entry, at) => entry.map((one) => entryOf(one, `n${at}`)))
  return {
    'resources.yaml': objects.join('---\n'),
    'kustomization.yaml': JSON.stringify({ resources: ['resources.yaml'], replacements: entries }, null, 1),
  }
}

function entryOf({ from, to, fromOptions, options, literal, select, reject }: Case[number], name: string): object {
  const source = { kind: 'ConfigMap', name: `${name}-s`, ...(from && { fieldPath: from }), options: fromOptions }
  const target = { select: { kind: 'Thing', name: `${name}-t`, ...select }, reject, fieldPaths: to, options }
  return { ...(literal === undefined ? { source } : { sourceValue: literal }), targets: [target] }
}
