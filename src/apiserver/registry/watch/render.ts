import { apiVersionOf, type JsonObject, type KubeObject } from '#kube'
import type { RestCall, WatchFrame } from '../../contract/rest.ts'
import { type IncludedObject, readIncludedObject, tableParts } from '../../table/table.ts'
import type { CacheEntry } from '../cache/entry.ts'
import { partialText } from '../cache/object-text.ts'
import type { Core } from '../core.ts'
import { isOfKind, textAt } from '../write/version.ts'
import type { WatchEvent } from './event.ts'

/** Makes the bytes of events for one watcher; what others can use is kept with the change. */
export type Render = (event: WatchEvent) => Uint8Array | Promise<Uint8Array>

/** The renderer for a call. Throws 422 for a bad `includeObject`. */
export function rendererOf(core: Core, call: RestCall, frame: WatchFrame | undefined): Render {
  const write = frame ?? lineOf
  if (call.as === undefined) return plainRenderer(core, call, write, frame === undefined ? 'json' : 'frame')
  if (call.as.kind !== 'Table') return metadataRenderer(core, call, write, frame === undefined ? 'json' : 'frame')
  return tableRenderer(core, call, write, readIncludedObject(call.query))
}

/** One event as a line of JSON. */
function lineOf(type: string, text: string): Uint8Array {
  return Buffer.from(`{"type":"${type}","object":${text}}\n`)
}

function plainRenderer(core: Core, call: RestCall, write: WatchFrame, encoding: string): Render {
  const { kind } = call
  const form = `${encoding} ${apiVersionOf(kind)} ${kind.kind} `
  return (event) => {
    if (event.type === 'BOOKMARK') return write('BOOKMARK', bookmarkText(call, event))
    if (event.type === 'ERROR') return write('ERROR', event.entry.text)
    const key = form + event.type
    const known = event.encoded?.get(key)
    if (known !== undefined) return known
    const keep = (text: string) => kept(event, key, write(event.type, text))
    return isOfKind(kind, event.entry) ? keep(event.entry.text) : textAt(core, kind, event.entry).then(keep)
  }
}

function metadataRenderer(core: Core, call: RestCall, write: WatchFrame, encoding: string): Render {
  const version = call.as?.version ?? 'v1'
  const { kind } = call
  const form = `${encoding} metadata ${version} ${apiVersionOf(kind)} ${kind.kind} `
  return (event) => {
    if (event.type === 'ERROR') return write('ERROR', event.entry.text)
    if (event.type === 'BOOKMARK') return write('BOOKMARK', partialText(bookmarkText(call, event), version))
    const key = form + event.type
    const known = event.encoded?.get(key)
    if (known !== undefined) return known
    const keep = (text: string) => kept(event, key, write(event.type, partialText(text, version)))
    return isOfKind(kind, event.entry) ? keep(event.entry.text) : textAt(core, kind, event.entry).then(keep)
  }
}

function tableRenderer(core: Core, call: RestCall, write: WatchFrame, include: IncludedObject): Render {
  const version = call.as?.version ?? 'v1'
  let hasColumns = true
  return async (event) => {
    if (event.type === 'ERROR') return write('ERROR', event.entry.text)
    const metadata: JsonObject = { resourceVersion: String(event.entry.revision) }
    const options = { include, version, nowMs: core.clock.now(), metadata, hasColumns }
    hasColumns = false
    if (event.type === 'BOOKMARK') return write('BOOKMARK', bookmarkTable(call, event, version))
    const text = await textAt(core, call.kind, event.entry)
    const object = await objectAt(core, call, event.entry)
    return write(event.type, tableParts(call.kind, [{ object, text }], options).join(''))
  }
}

async function objectAt(core: Core, { kind }: RestCall, entry: CacheEntry): Promise<KubeObject> {
  return isOfKind(kind, entry) ? entry.object : (JSON.parse(await textAt(core, kind, entry)) as KubeObject)
}

function bookmarkText({ kind }: RestCall, { entry, isInitialEnd = false }: WatchEvent): string {
  const metadata: JsonObject = { resourceVersion: String(entry.revision) }
  if (isInitialEnd) metadata['annotations'] = { 'k8s.io/initial-events-end': 'true' }
  return JSON.stringify({ kind: kind.kind, apiVersion: apiVersionOf(kind), metadata })
}

/** A bookmark has no cells: its row only carries the metadata. */
function bookmarkTable(call: RestCall, event: WatchEvent, version: string): string {
  const object = JSON.parse(bookmarkText(call, event)) as KubeObject
  const row = {
    cells: [],
    object: { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata },
  }
  const metadata = { resourceVersion: String(event.entry.revision) }
  return JSON.stringify({
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: [],
    rows: [row],
  })
}

function kept(event: WatchEvent, key: string, bytes: Uint8Array): Uint8Array {
  event.encoded?.set(key, bytes)
  return bytes
}
