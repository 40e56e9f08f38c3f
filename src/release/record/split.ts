import { createHash } from 'node:crypto'
import type { JsonObject } from '#kube'
import type { Release } from '../contract/release.ts'
import { encodeRecord } from './encode.ts'
import type { RecordLevel } from './structs.ts'

/** Most bytes that the data of one object may have. */
const MAX_OBJECT_BYTES = 1024 * 1024
/** Bytes of one part; smaller than an object, so that stores with limits of their own take it too. */
const PART_BYTES = 768 * 1024
/** What stands in the place of a body that no Helm could read; no base64, so that Helm passes over it. */
const UNREADABLE = 'this record is in several parts'

/** A record as objects hold it: the body of the first one, and the parts of the whole where it is too big for that. */
export interface SplitRecord {
  readonly body: string
  readonly parts: readonly string[]
  /** SHA-256 of the whole body, in hexadecimal; '' without parts. */
  readonly digest: string
}

/**
 * Splits a record that is bigger than an object may be. Its first object still holds a record that Helm reads, where one fits
 * that lacks nothing but files and templates of the chart, which no command of Helm needs after the install.
 */
export function splitRecord(release: Release, level: RecordLevel): SplitRecord {
  const whole = encodeRecord(release, level)
  if (whole.length <= MAX_OBJECT_BYTES) return { body: whole, parts: [], digest: '' }
  const reduced = [['files'], ['files', 'templates']]
    .map((names) => encodeRecord({ ...release, chart: emptied(release.chart, names) }, level))
    .find((body) => body.length <= MAX_OBJECT_BYTES)
  return { body: reduced ?? UNREADABLE, parts: cut(whole), digest: digestOf(whole) }
}

/** The body that parts make up; undefined when they are not those of the digest. */
export function joinParts(parts: readonly string[], digest: string): string | undefined {
  const whole = parts.join('')
  return digestOf(whole) === digest ? whole : undefined
}

function emptied(chart: JsonObject, names: readonly string[]): JsonObject {
  return { ...chart, ...Object.fromEntries(names.map((name) => [name, []])) }
}

function cut(whole: string): readonly string[] {
  const count = Math.ceil(whole.length / PART_BYTES)
  return Array.from({ length: count }, (_, at) => whole.slice(at * PART_BYTES, (at + 1) * PART_BYTES))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
