import { expect, test } from 'vitest'
import { limitMemory } from './limit-memory.ts'

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const module = (...section: number[]): Uint8Array => Uint8Array.from([...HEADER, 5, section.length, ...section])

test.each([
  ['no limit changes nothing', module(1, 0, 2), 0, module(1, 0, 2)],
  ['a memory without a most', module(1, 0, 2), 4, module(1, 1, 2, 4)],
  ['a most that is less stays', module(1, 1, 2, 3), 4, module(1, 1, 2, 3)],
  ['a most that is more', module(1, 1, 2, 100), 4, module(1, 1, 2, 4)],
  ['numbers of two bytes', module(1, 0, 2), 300, module(1, 1, 2, 0xac, 2)],
  ['a module without a memory', Uint8Array.from(HEADER), 4, Uint8Array.from(HEADER)],
])('%s', (_, given, pages, wanted) => {
  expect([...limitMemory(given, pages)]).toEqual([...wanted])
})

test.each([
  ['a memory that starts too large', module(1, 0, 5), /min 5 pages over limit of 4/],
  ['a section that is cut', Uint8Array.from([...HEADER, 5, 0x80]), /invalid/],
])('%s', (_, given, wanted) => {
  expect(() => limitMemory(given, 4)).toThrow(wanted)
})
