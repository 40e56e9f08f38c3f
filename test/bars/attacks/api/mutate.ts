import { hostileJson } from './hostile.ts'
import type { Seeded } from './seeded.ts'

/** A JSON text with one to three of its values, keys or bytes replaced, doubled or gone. */
export function mutatedJson(text: string, random: Seeded): string {
  let result = text
  for (let times = 1 + random.below(3); times > 0; times--) result = random.pick(mutations)(result, random)
  return result
}

type Mutation = (text: string, random: Seeded) => string

const mutations: readonly Mutation[] = [
  replaceValue,
  replaceValue,
  replaceValue,
  addKey,
  addKey,
  doubleRange,
  cutRange,
  changeByte,
]

/** Puts something else behind one of the colons. */
function replaceValue(text: string, random: Seeded): string {
  const start = colonFrom(text, random)
  if (start < 0) return text
  const end = valueEnd(text, start)
  return text.slice(0, start) + random.pick(hostileJson) + text.slice(end)
}

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'metadata',
  'kind',
  'apiVersion',
  'spec',
  'status',
  'managedFields',
  'ownerReferences',
  'finalizers',
  'generateName',
  'resourceVersion',
  'uid',
  'deletionTimestamp',
  '$patch',
  '',
  'a.b',
  'x',
]

/** Puts a key at the start of some map. */
function addKey(text: string, random: Seeded): string {
  const from = text.indexOf('{', random.below(text.length))
  if (from < 0) return text
  const comma = text[from + 1] === '}' ? '' : ','
  return `${text.slice(0, from + 1)}"${random.pick(KEYS)}":${random.pick(hostileJson)}${comma}${text.slice(from + 1)}`
}

function doubleRange(text: string, random: Seeded): string {
  const from = random.below(text.length)
  const part = text.slice(from, from + random.below(30))
  return text.slice(0, from) + part + text.slice(from)
}

function cutRange(text: string, random: Seeded): string {
  const from = random.below(text.length)
  return text.slice(0, from) + text.slice(from + random.below(8))
}

function changeByte(text: string, random: Seeded): string {
  const at = random.below(text.length)
  return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1)
}

function colonFrom(text: string, random: Seeded): number {
  const at = text.indexOf(':', random.below(text.length))
  return at < 0 ? -1 : at + 1
}

/** Where the value that starts at `start` ends; near enough, as what comes out may be broken anyway. */
function valueEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const letter = text[at]
    if (letter === '{' || letter === '[') depth++
    if ((letter === '}' || letter === ']') && --depth < 0) return at
    if (letter === ',' && depth === 0) return at
    if (letter === '}' && depth === 0) return at + 1
  }
  return text.length
}
