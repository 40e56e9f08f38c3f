import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dumpResource, loadResources, YamlError } from '../../src/yaml/index.ts'
import { peer } from '../peers.ts'
import { buildBoth } from './kustomize-overlay.ts'
import { brokenDocument, specText } from './kustomize-yaml-documents.ts'

const kubectl = peer('kubectl-1.34')
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25)
/** Objects in one overlay: starting the real tool takes longer than reading them. */
const OBJECTS = 40

if (kubectl === undefined)
  process.stderr.write('kustomize parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')

const KUSTOMIZATION = 'resources: [objects.yaml]\nsortOptions: {order: fifo}\n'

test.skipIf(kubectl === undefined)('objects are read and printed as the real tool does', () => {
  fc.assert(
    fc.property(fc.array(specText, { minLength: OBJECTS, maxLength: OBJECTS }), (specs) => {
      const objects = specs.map(
        (spec, at) => `apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: t${at}\n${spec}`,
      )
      const readable = objects.filter(isPrintable)
      const files = { 'kustomization.yaml': KUSTOMIZATION, 'objects.yaml': readable.join('---\n') }
      const { ours, theirs } = buildBoth(files, kubectl as string)
      expect(printed(ours), files['objects.yaml']).toEqual(printed(theirs))
    }),
    { numRuns: RUNS },
  )
})

test.skipIf(kubectl === undefined)('what cannot be read is refused in the words of the real tool', () => {
  fc.assert(
    fc.property(brokenDocument, (text) => {
      const objects = `apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: t\n${text}`
      const { ours, theirs } = buildBoth(
        { 'kustomization.yaml': KUSTOMIZATION, 'objects.yaml': objects },
        kubectl as string,
      )
      expect(printed(ours), objects).toEqual(printed(theirs))
    }),
    { numRuns: RUNS * 4 },
  )
})

/** One object that the real tool refuses would hide the others. */
function isPrintable(text: string): boolean {
  try {
    return loadResources(text).every(({ value, problem }) => problem === undefined && dumpResource(value) !== '')
  } catch (error) {
    if (error instanceof YamlError) return false
    throw error
  }
}

/** The reference prints the object in such a message as it was before it is written and read again. */
function printed({ text, error }: { readonly text?: string; readonly error?: string }): unknown {
  return { text, error: error?.replace(/map\[string\]interface \{\}.*?: (?=json: )/s, '') }
}
