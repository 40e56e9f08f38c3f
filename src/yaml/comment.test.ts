import { expect, it } from 'vitest'
import { type Json, loadResources, noteOfValue, notesOfField } from './index.ts'

it.each<readonly [text: string, notes: readonly string[]]>([
  ['a: # {1}\n  b: 1\n', ['/a: {1}']],
  ['a: &x # {1}\n  b: 1\n', []],
  ['a: 1 # {1}\n', ['/a: {1}']],
  ['a: "# {1}" # {2}\n', ['/a: {2}']],
  ['a: |\n  # {1}\n', []],
  ['a: {b: 1} # {1}\n', ['/a = {1}']],
  ['a: [ # {1}\n  2, # {2}\n  3] # {3}\n', ['/a = {3}']],
  ['a: 1\n# {1}\n# {2}\nb: 1\n', ['/b: {1}']],
  ['a: 1\n# {1}\n\nb: 1\n', []],
  ['a: 1\n\n# {1}\n\nb: 1\n', ['/b: {1}']],
  ['a: 1\n# {1}\n\n# {2}\nb: 1\n', ['/b: {2}']],
  ['# {1}\n\n# {2}\na: 1\n', ['/a: {2}']],
  ['---\n# {1}\na: 1\n', ['/a: {1}']],
  ['a:\n  # {1}\n\n  b: 1\n', ['/a/b: {1}']],
  ['a:\n  b: 1\n  # {1}\n# {2}\nc: 1\n', ['/c: {2}']],
  ['a:\n  b: 1\n  # {1}\nc: 1\n', []],
  ['a:\n  # {1}\n  - b: 1\n  # {2}\n  - # {3}\n    c: 1\n', ['/a/0 = {1}', '/a/1 = {2}', '/a/1/c: {3}']],
  ['a:\n- {b: 1} # {1}\n- c: # {2}\n  - 1\n', ['/a/0 = {1}', '/a/1/c: {2}']],
  ['a: # no note\n  b: 1 # {1}\n', ['/a/b: {1}']],
])('the notes of %j are %j', (text, notes) => {
  expect(notesIn(loadResources(text)[0]?.value ?? null)).toEqual(notes)
})

it('a note is found in a text with other breaks', () => {
  expect(notesIn(loadResources('a: # {1}\r\n  b: 1\r\n')[0]?.value ?? null)).toEqual(['/a: {1}'])
})

function notesIn(value: Json, path = ''): string[] {
  const own = noteOfValue(value)
  const notes = own === undefined ? [] : [`${path} = ${own}`]
  if (typeof value !== 'object' || value === null) return notes
  const inner = Object.entries(value as Record<string, Json>).flatMap(([key, child]) => {
    return [...notesOfField(value, key).map((note) => `${path}/${key}: ${note}`), ...notesIn(child, `${path}/${key}`)]
  })
  return [...notes, ...inner]
}
