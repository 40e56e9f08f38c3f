import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Session } from '#cli'
import { catalog } from './frame/catalog.ts'
import { exitCodes } from './frame/error.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-fuzz-'))
const before = process.cwd()

beforeAll(() => {
  process.chdir(folder)
  mkdirSync('web/templates', { recursive: true })
  writeFileSync('web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n')
  writeFileSync('web/values.yaml', 'a: 1\n')
  writeFileSync('web/templates/a.yaml', 'a: {{ .Values.a }}\n')
  writeFileSync('text.txt', 'a\n')
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

interface Told {
  readonly code: number
  readonly stderr: string
}

async function tell(words: readonly string[]): Promise<Told> {
  let stderr = ''
  const output = (write: (text: string | Uint8Array) => void): Session['stdout'] => ({
    write,
    writeParts: (parts) => parts.forEach(write),
    isTerminal: false,
    stream: process.stdout,
  })
  const code = await run(words, {
    persona: 'berth',
    environment: { HOME: folder },
    cwd: folder,
    home: folder,
    platform: 'linux',
    stdin: Readable.from([]) as unknown as Session['stdin'],
    stdout: output(() => undefined),
    stderr: output((text) => {
      stderr += String(text)
    }),
    now: () => 0,
    randomBytes: (size) => new Uint8Array(size),
    timeZone: () => 'UTC',
    signal: new AbortController().signal,
  })
  return { code, stderr }
}

/** A start runs this program again as a process of its own, and here that is the test runner. */
const names = catalog.map((entry) => entry.name).filter((name) => name !== 'cluster start')
const flagNames = [
  ...[
    'set',
    'set-json',
    'set-string',
    'set-file',
    'values',
    'version',
    'output',
    'kube-version',
    'show-only',
    'labels',
  ],
  ...[
    'name-template',
    'api-versions',
    'timeout',
    'jsonpath',
    'repo',
    'keyring',
    'sign',
    'key',
    'starter',
    'merge',
    'json',
  ],
  ...[
    'destination',
    'untar',
    'prov',
    'verify',
    'devel',
    'dry-run',
    'compat',
    'namespace',
    'template',
    'lookups',
    'help',
  ],
]
const value = fc.oneof(
  fc.constantFrom('', '-', '.', 'web', 'text.txt', 'gone', 'a=1', 'a[', '{', '{{', '"', '[0]', '>1', '1', '-1', 'true'),
  fc.constantFrom('http://127.0.0.1:1', 'oci://127.0.0.1:1/a', '__proto__', 'constructor', '--', '../..', 'a.b.c=d,e'),
  fc.string({ maxLength: 12 }),
)
const flag = fc
  .tuple(fc.constantFrom(...flagNames), value, fc.boolean())
  .map(([name, text, joined]) => (joined ? [`--${name}=${text}`] : [`--${name}`, text]))
const commandLine = fc
  .tuple(
    fc.constantFrom(...names),
    fc.array(
      fc.oneof(
        value.map((word) => [word]),
        flag,
      ),
      { maxLength: 5 },
    ),
  )
  .map(([name, words]) => [...name.split(' '), ...words.flat()])
const allowed = new Set<number>(Object.values(exitCodes))

test('no command line ends in a stack trace, a fault of berth or an unknown exit code', async () => {
  await fc.assert(
    fc.asyncProperty(commandLine, async (words) => {
      const { code, stderr } = await tell(words)
      expect(allowed.has(code), `exit ${code}`).toBe(true)
      expect(stderr).not.toMatch(/^\s+at .*(?:\.[cm]?[jt]s|<anonymous>):\d+:\d+\)?$/m)
      expect(stderr).not.toContain('berth itself is at fault')
    }),
    { numRuns: 400, interruptAfterTimeLimit: 12_000, verbose: 1 },
  )
})
