import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '../peers.ts'
import { runProgram } from './lint-session.ts'

/** A step of the reference's own tests: a command on some files, and what is asserted of its outcome. */
interface EditStep {
  readonly name: string
  readonly command: string
  readonly flags: readonly (readonly [name: string, value: string])[]
  readonly args: readonly (string | null)[]
  readonly files: Readonly<Record<string, string>>
  readonly fails?: boolean
  readonly contains?: readonly string[]
  readonly lacks?: readonly string[]
  readonly equals?: string
}

/** Steps that the real tool does not take as its tests say, and why. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['TestAddBaseHappyPath', 'folders of the test are empty, so they are not recorded'],
  ['TestAddComponentFileNotFound', "the words of the tests' files in memory"],
  ['TestAddResourceFileNotFound', "the words of the tests' files in memory"],
  ['TestAddAnnotationForce', 'asserted of a step before the last one'],
  ['TestAddLabelForce', 'asserted of a step before the last one'],
  ['TestAddLabelIncludeTemplatesWithoutRequiredFlag', 'set without a flag'],
  ['TestSetNamespaceInvalid', 'the validator of the tests'],
])

const file = corpus('kustomize/edit.json')
const steps = file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as EditStep[])
// an argument that is null was not to be read from the test; builds are compared elsewhere
const usable = steps.filter(({ name, command, args }) => {
  return command !== 'NewCmdBuild' && !args.includes(null) && !OTHERWISE.has(name.slice(name.lastIndexOf('/') + 1))
})

if (file === undefined) process.stderr.write('kustomize edit SKIPPED: no corpus here, set BERTH_CORPUS\n')

describe.skipIf(file === undefined)('edits of kustomization files', () => {
  it('are many', () => expect(usable.length).toBeGreaterThan(100))
  it.each(usable.map((step) => [step.name, step] as const))('%s', async (_name, step) => {
    const { exit, seen, text } = await perform(step)
    for (const part of step.contains ?? []) expect(seen, part).toContain(part)
    for (const part of step.lacks ?? []) expect(text, part).not.toContain(part)
    if (step.fails) expect(exit).not.toBe(0)
    if (step.equals !== undefined) expect([text, ...seen.split('\n')]).toContain(step.equals)
  })
})

async function perform(step: EditStep): Promise<{ exit: number; seen: string; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-edit-'))
  try {
    for (const [path, text] of Object.entries(step.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const printed = await runProgram(wordsOf(step), { persona: 'berth', cwd: folder, environment: {} })
    const name = readdirSync(folder).find((each) => /^kustomization(\.ya?ml)?$/i.test(each))
    const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8')
    return {
      exit: printed.exit,
      text,
      seen: [text, printed.stdout, printed.stderr.replace(/^Error: /m, '')].join('\n'),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `newCmdAddBuildMetadata` is `edit add buildmetadata`. */
function wordsOf({ command, flags, args }: EditStep): string[] {
  const [verb = '', ...noun] = command.replace(/^newCmd/i, '').split(/(?=[A-Z])/)
  const words = [verb.toLowerCase(), noun.join('').toLowerCase()].filter((word) => word !== '')
  const isEdit = verb !== 'Create'
  const separator = args.some((arg) => /^-[^-]/.test(arg ?? '')) ? ['--'] : []
  const given = flags.map(([name, value]) => `--${name}=${value}`)
  return ['kustomize', ...(isEdit ? ['edit'] : []), ...words, ...given, ...separator, ...(args as string[])]
}
