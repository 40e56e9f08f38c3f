import { readFileSync } from 'node:fs'
import { type Attack, chartFiles } from './attack.ts'

/** Templates that are too long to be written down. */
const generated: Readonly<Record<string, () => string>> = {
  '@1MB action@': () => `{{ ${'x'.repeat(1_000_000)} }}`,
  '@brackets@': () => `{{ ${'('.repeat(100_000)}1${')'.repeat(100_000)} }}`,
  '@ifs@': () => `${'{{ if true }}'.repeat(100_000)}${'{{ end }}'.repeat(100_000)}`,
  '@actions@': () => '{{ .x }}'.repeat(600_000),
  '@comment@': () => `{{/* ${'*'.repeat(4_000_000)}`,
  '@pipeline@': () => `{{ 1${' | int'.repeat(100_000)} }}`,
  '@fields@': () => `{{ .Values${'.a'.repeat(100_000)} }}`,
}

/** Output within the bounds of a render: it may come out, in time. */
function isOnlyLarge(name: string): boolean {
  return /^flood of (one line|flow items|list items|blanks|line breaks)$/.test(name)
}

/** Keys take long by design, and real charts make twenty: their number is bounded, not their time. */
const KEYS_MS = 15_000

function makesKeys(name: string): boolean {
  return /^(private keys|DSA keys|certificates)$/.test(name)
}

/** The texts of fixtures/hostile/templates.json, each as the only template of a chart. */
export function templateAttacks(): Attack[] {
  const texts = JSON.parse(readFileSync('fixtures/hostile/templates.json', 'utf8')) as Record<string, string>
  return Object.entries(texts).map(([name, text]) => ({
    name: `template: ${name}`,
    files: chartFiles({
      'templates/evil.yaml': generated[text]?.() ?? text,
      'values.yaml': 'a: {b: {c: 1}}\n',
      [`${'a'.repeat(200)}.txt`]: '',
    }),
    args: ['template', 'x', './c', '--output-dir', 'out'],
    ends: isOnlyLarge(name) ? 'harmless' : 'refused',
    names: /evil\.yaml/,
    ...(makesKeys(name) && { withinMs: KEYS_MS }),
  }))
}
