import { isUtf8 } from 'node:buffer'
import { KustomizeError, within } from '../error.ts'
import type { GeneratorArgs, GeneratorOptions } from '../file/types.ts'
import { isObject, type JsonObject, newObject } from '../resource/json.ts'
import { behaviorOf } from '../resource/marks.ts'
import { withPlainKeys } from '../resource/plain-keys.ts'
import { Resource } from '../resource/resource.ts'
import { type KeyValue, type ReadFile, readKeyValues } from './key-values.ts'

/** A new object of core version v1 with name and namespace. Throws `bad-config` without a name. */
export function newCoreObject(kind: string, args: GeneratorArgs): JsonObject {
  if (!args.name)
    throw new KustomizeError({
      code: 'bad-config',
      message: 'a configmap must have a name',
      hint: 'add name: to the entry',
    })
  const metadata = Object.assign(newObject(), { name: args.name })
  if (args.namespace) metadata['namespace'] = args.namespace
  return Object.assign(newObject(), { apiVersion: 'v1', kind, metadata })
}

/** Most keys of one object; what an API server takes has room for far fewer. */
const MAX_ENTRIES = 100_000

/** The entries of a generator, sorted by key. Throws where a key comes twice, a source cannot be read, or `limit`. */
export function readData(args: GeneratorArgs, read: ReadFile): KeyValue[] {
  const entries = within('loading KV pairs', () => readKeyValues(args, read))
  if (entries.length > MAX_ENTRIES) {
    const message = `configmap ${args.name ?? ''} would get ${entries.length} keys, more than ${MAX_ENTRIES}`
    throw new KustomizeError({ code: 'limit', message })
  }
  const seen = new Set<string>()
  for (const { key } of entries) {
    if (seen.has(key)) {
      const message = `configmap ${args.name ?? ''} illegally repeats the key \`${key}\``
      throw new KustomizeError({ code: 'conflict', message })
    }
    seen.add(key)
  }
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A resource of what a generator made: options put on it, marks set. Changes `value`. */
export function finishGenerated(value: JsonObject, args: GeneratorArgs): Resource {
  const { options } = args
  if (options !== undefined) applyOptions(value, options)
  for (const field of ['data', 'binaryData']) if (isObject(value[field])) withPlainKeys(value[field])
  const resource = new Resource(value)
  resource.options.isGenerated = true
  resource.options.needsHash = options?.disableNameSuffixHash !== true
  resource.options.behavior = behaviorOf(args.behavior ?? '')
  return resource
}

function applyOptions(value: JsonObject, { labels = {}, annotations = {}, immutable }: GeneratorOptions): void {
  const metadata = value['metadata'] as JsonObject
  if (Object.keys(labels).length > 0) metadata['labels'] = withPlainKeys(Object.assign(newObject(), labels))
  if (Object.keys(annotations).length > 0)
    metadata['annotations'] = withPlainKeys(Object.assign(newObject(), annotations))
  if (immutable === true) value['immutable'] = true
}

/** The text of an entry; undefined where its bytes are no UTF-8. */
export function textOf(value: KeyValue['value']): string | undefined {
  if (typeof value === 'string') return value
  return isUtf8(value) ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8') : undefined
}

const LINE_LENGTH = 70

/** Base64 as the reference writes it: in lines of 70 characters, each ended by a line break, where one does not suffice. */
export function base64Lines(value: KeyValue['value']): string {
  const text = Buffer.from(value as Uint8Array).toString('base64')
  if (text.length < LINE_LENGTH) return text
  return text.replace(/.{1,70}/g, '$&\n')
}
