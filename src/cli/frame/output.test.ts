import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { descriptorOutput } from './output.ts'
import type { Output } from './session.ts'

const noStream = (): never => {
  throw new Error('no stream was wanted')
}

function written(...texts: (string | Uint8Array)[]): string {
  return printedBy((output) => {
    for (const text of texts) output.write(text)
  })
}

function printedBy(write: (output: Output) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'berth-output-'))
  const file = join(folder, 'out')
  const descriptor = openSync(file, 'w')
  try {
    write(descriptorOutput(descriptor, noStream))
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(descriptor)
    rmSync(folder, { recursive: true })
  }
}

describe('descriptorOutput', () => {
  test.each([
    ['nothing', ['']],
    ['texts and bytes in their order', ['a', new Uint8Array([0x62]), 'c']],
    ['characters of every length', ['aß€😀\n']],
  ])('writes %s', (_name, texts) => {
    const expected = texts.map((text) => (typeof text === 'string' ? text : new TextDecoder().decode(text))).join('')
    expect(written(...texts)).toBe(expected)
  })

  test.each([0, 1, 2, 3])('keeps pairs together in a long text (%i units in front)', (front) => {
    const text = `${'x'.repeat(front)}${'😀'.repeat(400_000)}`
    expect(written(text) === text).toBe(true)
  })

  test.each([
    ['no part', []],
    ['small parts', ['a', '', 'ß€', new Uint8Array([0x62]), '😀']],
    ['a file', ['---\n', new Uint8Array(2_000_000).fill(0x63), '\n']],
    ['parts larger than what is encoded at once', ['x'.repeat(300_000), '€'.repeat(900_000), 'end']],
    ['many parts', Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`)],
  ])('writes %s one after the other', (_name, parts: (string | Uint8Array)[]) => {
    const expected = Buffer.concat(parts.map((part) => Buffer.from(part))).toString()
    expect(printedBy((output) => output.writeParts(parts)) === expected).toBe(true)
  })

  test('a file is no terminal', () => {
    const descriptor = openSync('/dev/null', 'w')
    expect(descriptorOutput(descriptor, noStream).isTerminal).toBe(false)
    closeSync(descriptor)
  })
})
