import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OverlayFiles } from '#source'
import { renderKustomize } from '../../src/render/kustomize/target/render.ts'
import { peer } from '../peers.ts'
import { buildBoth, type Files, type Outcome } from './kustomize-overlay.ts'
import { type PatchCase, patchCase, type Value } from './kustomize-patch-cases.ts'

const kubectl = peer('kubectl-1.34')
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1800)
const SEED = Number(process.env['FUZZ_SEED'])
/** Cases of one build. */
const PACK = 100
/** Builds of a single case that fails. */
const MAX_FAILING = 40

if (kubectl === undefined) {
  process.stderr.write('kustomize patch parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')
}

test.skipIf(kubectl === undefined)(`random patches give what the real tool gives (seed ${SEED})`, () => {
  const cases = fc.sample(patchCase, { numRuns: RUNS, seed: SEED })
  const failing: PatchCase[] = []
  const working: PatchCase[] = []
  for (const entry of cases) (builds(entry) ? working : failing).push(entry)
  expect(working.length).toBeGreaterThan(RUNS / 2)
  for (let at = 0; at < working.length; at += PACK) compare(working.slice(at, at + PACK))
  for (const entry of failing.slice(0, MAX_FAILING)) compare([entry])
})

/** Compares one build of cases, object by object. */
function compare(cases: readonly PatchCase[]): void {
  const { ours, theirs } = buildBoth(overlayOf(cases), kubectl as string)
  if (theirs.error?.includes('panic')) return
  if (theirs.error !== undefined || ours.error !== undefined) {
    if (cases.length > 1) for (const entry of cases) compare([entry])
    else check(cases[0] as PatchCase, comparable(ours), comparable(theirs))
    return
  }
  const [got, expected] = [byName(ours.text ?? ''), byName(theirs.text ?? '')]
  for (const [at, entry] of cases.entries()) check(entry, got.get(`n${at}`), expected.get(`n${at}`))
  expect(got.size).toBe(expected.size)
}

function check(entry: PatchCase, got: unknown, expected: unknown): void {
  if (JSON.stringify(got) === JSON.stringify(expected)) return
  const files = overlayOf([entry])
  const context = `${files['resources.yaml']}\n${files['kustomization.yaml']}`
  expect({ context, got }).toEqual({ context, got: expected })
}

/** The printed objects by their names. */
function byName(text: string): Map<string | undefined, string> {
  return new Map(text.split('---\n').map((part) => [/^ {2}name: (n\d+)$/m.exec(part)?.[1], part]))
}

/** Messages that print a part of the input in its own layout, and a crash of the real tool. */
const UNSTABLE = /node contents|panic/

function comparable({ text, error }: Outcome): Outcome {
  return error === undefined ? { text: text ?? '' } : { error: UNSTABLE.exec(error)?.[0] ?? error.trimEnd() }
}

/** Whether a case alone builds with ours, without a folder for it. */
function builds(entry: PatchCase): boolean {
  const files = overlayOf([entry])
  try {
    renderKustomize('/overlay', { files: inMemory(files) })
    return true
  } catch {
    return false
  }
}

function inMemory(files: Files): OverlayFiles {
  const at = (path: string): string | undefined => files[path.slice('/overlay/'.length)]
  return {
    absolute: (path) => path,
    resolve: (path) => ({ folder: '/overlay', file: path.slice('/overlay/'.length) }),
    has: (path) => at(path) !== undefined,
    read: (path) => new TextEncoder().encode(at(path)),
    repository: () => undefined,
    download: () => undefined,
  }
}

function overlayOf(cases: readonly PatchCase[]): Files {
  const resources = cases.map(({ object, style }, at) => yaml(named(object, at), styler(style)))
  const patches = cases.map((entry, at) => patchEntry(entry, at))
  return {
    'resources.yaml': resources.join('---\n'),
    'kustomization.yaml': `resources: [resources.yaml]\npatches:\n${patches.join('')}`,
  }
}

type Fields = Readonly<Record<string, Value>>

function named(object: Fields, at: number): Fields {
  return { ...object, metadata: { ...(object['metadata'] as Fields), name: `n${at}` } }
}

function patchEntry({ object, patch, style, options, isTargeted }: PatchCase, at: number): string {
  const isList = Array.isArray(patch)
  const text = yaml(isList ? [...(patch as Fields[])] : named(patch as Fields, at), styler([...style].reverse()))
  const target = isTargeted ? `  target: {name: n${at}, kind: ${object['kind'] as string}}\n` : ''
  const asked = Object.keys(options).length > 0 ? `  options: ${JSON.stringify(options)}\n` : ''
  return `- patch: |-\n${text.replace(/^/gm, '      ').trimEnd()}\n${target}${asked}`
}

/** Numbers that decide, one after the other and again from the start. */
function styler(style: readonly number[]): () => number {
  let at = 0
  return () => style[at++ % style.length] ?? 0
}

const PLAIN = /^[a-z][a-z ]*$/
const WORDS = new Set(['true', 'null', 'yes', 'no', 'on', 'off', 'y', 'n', 'x y'])
const NULLS = ['null', '~', '', 'Null', 'null']

/** A value as YAML in blocks; quotes and spellings as the style says. */
function yaml(value: Value, style: () => number, indent = ''): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item) => `${indent}- ${yaml(item, style, `${indent}  `).slice(indent.length + 2)}`).join('')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, field]) => `${indent}${key}:${behindKey(field, style, indent)}`)
      .join('')
  }
  return `${indent}${scalar(value, style())}\n`
}

function behindKey(value: Value, style: () => number, indent: string): string {
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  return isBlock ? `\n${yaml(value, style, `${indent}  `)}` : ` ${scalar(value, style())}\n`
}

function scalar(value: Value, style: number): string {
  if (value === null) return NULLS[style % NULLS.length] as string
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object') return '{}'
  if (typeof value !== 'string') return spelled(value, style)
  const canBePlain = PLAIN.test(value) && !WORDS.has(value)
  return canBePlain && style < 7 ? value : JSON.stringify(value)
}

function spelled(value: number | boolean, style: number): string {
  if (typeof value === 'boolean') return style === 9 ? (value ? 'True' : 'FALSE') : String(value)
  if (value === 80 && style > 7) return style === 8 ? '0x50' : '8e1'
  return value === 1.5 && style > 6 ? '1.50' : String(value)
}
