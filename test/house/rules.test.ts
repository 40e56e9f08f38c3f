import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** A text that breaks one rule of one tool, and what that tool says about it. */
interface Broken {
  readonly rule: string
  readonly file?: string
  readonly text: string
  readonly says?: string
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')
const deep = 'export function f(a: boolean): void { if (a) { if (a) { if (a) { if (a) { f(a) } } } } }'
const branches = `export function f(a: number): number { ${lines(25, (i) => `if (a === ${i}) return ${i}`)}\nreturn a }`

const lintRows: readonly Broken[] = [
  { rule: 'max-lines', text: lines(401, (i) => `export const a${i} = ${i}`) },
  { rule: 'max-lines-per-function', text: `export function f(): void {\n${lines(61, () => 'f()')}\n}` },
  { rule: 'max-params', text: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e' },
  { rule: 'max-depth', text: deep },
  { rule: 'complexity', text: branches },
  { rule: 'no-console', text: "console.log('hello')" },
  { rule: 'eqeqeq', text: 'export const f = (a: number): boolean => a == 1' },
  { rule: 'prefer-const', text: 'let a = 1\nexport const b = a' },
  { rule: 'no-default-export', text: 'export default 1' },
  { rule: 'no-explicit-any', text: 'export const a: any = 1' },
  { rule: 'no-non-null-assertion', text: 'export const f = (a?: string): string => a!' },
  { rule: 'explicit-module-boundary-types', text: 'export const f = (a: string) => a' },
  { rule: 'no-floating-promises', text: 'export async function f(): Promise<void> {}\nf()' },
  {
    rule: 'switch-exhaustiveness-check',
    text: "export function f(a: 'x' | 'y'): void { switch (a) { case 'x': f(a) } }",
  },
  { rule: 'no-restricted-globals', text: 'setTimeout(() => undefined, 1)' },
]

const typeRows: readonly Broken[] = [
  { rule: 'strict', text: 'export const a: string = undefined', says: 'TS2322' },
  { rule: 'noUncheckedIndexedAccess', text: 'export const f = (a: string[]): string => a[0]', says: 'TS2322' },
  { rule: 'exactOptionalPropertyTypes', text: 'export const a: { b?: string } = { b: undefined }', says: 'TS2375' },
  { rule: 'noUnusedLocals', text: 'const a = 1\nexport const b = 2', says: 'TS6133' },
  { rule: 'erasableSyntaxOnly', text: 'export enum A { B }', says: 'TS1294' },
  { rule: 'noImplicitReturns', text: 'export function f(a: boolean): number { if (a) return 1 }', says: 'TS2366' },
]

const root = resolve('.')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-rules-'))
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'biome.json', 'knip.json', 'package.json'])
    cpSync(file, join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('every rule fires', () => {
  test('lint', () => {
    for (const row of lintRows) write(`src/yaml/${row.rule}.ts`, row.text)
    const { stdout } = tool('oxlint', ['--type-aware', '--format=unix'])
    for (const { rule } of lintRows) expect(stdout).toMatch(new RegExp(`/${rule}\\.ts:.*\\b${rule}\\b`))
  })

  test('types', () => {
    for (const row of typeRows) write(`src/yaml/${row.rule}.ts`, row.text)
    const { stdout } = tool('tsc', ['-p', '.', '--pretty', 'false'])
    for (const { rule, says } of typeRows) expect(stdout).toMatch(new RegExp(`${rule}\\.ts.*${says}`))
  })

  test('format', () => {
    write('src/yaml/format.ts', 'export const a   = "b";')
    expect(tool('biome', ['ci', 'src/yaml/format.ts']).status).not.toBe(0)
  })

  test('dead code: files, exports, dependencies', () => {
    write('src/yaml/index.ts', "import './used.ts'")
    write('src/yaml/used.ts', 'export const unused = 1')
    write('src/yaml/dead.ts', 'const a = 1\na.toString()')
    const { stdout } = tool('knip', ['--no-progress'])
    for (const finding of ['src/yaml/dead.ts', 'unused', 'semver']) expect(stdout).toContain(finding)
  })
})

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), `${text}\n`)
}

function tool(name: string, args: readonly string[]): { stdout: string; status: number | null } {
  const program = join(root, 'node_modules', '.bin', name)
  const { stdout, stderr, status } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  return { stdout: stdout + stderr, status }
}
