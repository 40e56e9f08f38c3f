import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dump, dumpPretty, load, objectOf, YamlError, type YamlValue } from '#yaml'
import { yamlDocuments } from './yaml-documents.ts'
import { type ProbeMode, peer, probe } from './yaml-helm.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
const FRAGMENTS =
  `:|: |#| #|- |-|[|]|{|}|,|?|? |&a |*a|!!str |!|'|"|%|@|\\|a|1|.5|0x1|no|~|word|---|...|<<: |é|😀|_`.split('|')
const documents = fc
  .tuple(
    fc.constantFrom(...yamlDocuments),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('\n', '\n  ', ' ', ...FRAGMENTS)), { maxLength: 5 }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, piece]) => splice(now, at % (now.length + 1), piece), text).toWellFormed(),
  )
const strings = fc.array(fc.constantFrom(' ', '\n', 'a', 'word ', 'lorem ipsum dolor ', '\t', '\u2028', ...FRAGMENTS), {
  maxLength: 24,
})
const scalars = fc.oneof(
  strings.map((parts) => parts.join('')),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
)
const values = fc.object({
  key: fc.stringMatching(/^[a-z0-9 :#-]{0,12}$/),
  values: [scalars, fc.constant(null)],
  maxDepth: 3,
})

function splice(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at)
}

function fromYaml(text: string): unknown {
  try {
    const value: YamlValue = load(text)
    if (value === null) return {}
    if (value instanceof Map) return objectOf(value)
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    const problem = `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`
    return { Error: `error unmarshaling JSON: while decoding JSON: ${problem}` }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return { Error: `error converting YAML to JSON: ${error.message}` }
  }
}

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  console.log(`seed ${seed} (BERTH_SEED=${seed} repeats this run)`)
  return fc.sample(arbitrary, { seed, numRuns: count })
}

function printed(print: (value: unknown) => string, value: unknown): string {
  try {
    return print(value).replace(/\n$/, '')
  } catch (error) {
    if (error instanceof YamlError) return ''
    throw error
  }
}

/**
 * What Helm answers to `text` when asked again and again: `wanted` if it is among the answers. Keys of two types with one
 * JSON name (`true` and `"true"`) overwrite each other in the order of a Go map, which differs from run to run.
 */
function oneOf(helm: string, text: string, wanted: unknown): unknown {
  const answers = probe(helm, 'fromYaml', Array<string>(64).fill(text))
  return answers.find((answer) => isDeepStrictEqual(answer, wanted)) ?? answers[0]
}

/** Sorts the lines: go-yaml's order of keys is not transitive, so that Helm itself prints some maps in any order. */
function lines(text: unknown): string[] {
  return String(text).split('\n').sort()
}

for (const name of ['helm-4.1.4', 'helm-3.17.2'] as const) {
  const helm = peer(name)
  describe.skipIf(helm === undefined)(`${name}${helm === undefined ? ' is not there: run npm run peers' : ''}`, () => {
    test('reads what we read', () => {
      const texts = sample(documents, 4000).filter((text) => text !== '' && text !== '\ufeff')
      const theirs = probe(helm as string, 'fromYaml', texts)
      texts.forEach((text, index) => {
        const ours: unknown = JSON.parse(JSON.stringify(fromYaml(text)))
        const result = isDeepStrictEqual(ours, theirs[index]) ? ours : oneOf(helm as string, text, ours)
        expect({ text, result: ours }).toEqual({ text, result })
      })
    })

    const printers: [ProbeMode, (value: unknown) => string][] = [['print', dump]]
    if (name === 'helm-4.1.4') printers.push(['pretty', dumpPretty])
    for (const [mode, print] of printers) {
      test(`prints what we print (${mode})`, () => {
        const inputs = sample(values, 2000).map((value) => JSON.stringify({ v: value }))
        const theirs = probe(helm as string, mode, inputs)
        inputs.forEach((input, index) => {
          const { v } = JSON.parse(input) as { v: unknown }
          expect({ input, result: lines(printed(print, v)) }).toEqual({ input, result: lines(theirs[index]) })
        })
      })
    }
  })
}
