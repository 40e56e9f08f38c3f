import type { Kind } from '#kinds'
import { apiVersionOf, type JsonObject, type KubeObject } from '#kube'
import type { RestAnswer, RestCall } from '../../contract/rest.ts'
import { readIncludedObject, tableParts } from '../../table/table.ts'
import type { CacheEntry } from '../cache/entry.ts'
import { partialText, withoutTypeNames } from '../cache/object-text.ts'
import type { Core } from '../core.ts'
import { readListOptions } from '../list/list-options.ts'
import { type ListPage, readPage } from '../list/read-page.ts'
import { readSelection } from '../list/selection.ts'
import { isOfKind, textsAt } from '../write/version.ts'

/** GET of a collection. Throws 400, 410, 422 and 504. */
export async function listObjects(core: Core, call: RestCall): Promise<RestAnswer> {
  const { kind, namespace, query } = call
  const options = readListOptions(query, false)
  const selection = readSelection(core, kind, query)
  const page = await readPage(core, { kind, namespace, selection, options })
  return { status: 200, parts: await listParts(core, call, page) }
}

/** The JSON of a page in the form that the client asked for. */
export async function listParts(core: Core, call: RestCall, page: ListPage): Promise<string[]> {
  const { kind, as } = call
  const metadata = metadataOf(page)
  if (as === undefined) return plainParts(kind, metadata, await textsAt(core, kind, page.entries))
  const texts = await textsAt(core, kind, page.entries)
  if (as.kind === 'Table') {
    const items = texts.map((text, at) => ({ text, object: objectOf(kind, page.entries[at], text) }))
    const include = readIncludedObject(call.query)
    return tableParts(kind, items, {
      include,
      version: as.version,
      nowMs: core.clock.now(),
      metadata,
      hasColumns: true,
    })
  }
  const head = `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/${as.version}","metadata":${JSON.stringify(metadata)},"items":[`
  return joined(
    head,
    texts.map((text) => partialText(text, as.version)),
  )
}

function plainParts(kind: Kind, metadata: JsonObject, texts: readonly string[]): string[] {
  const apiVersion = JSON.stringify(apiVersionOf(kind))
  const shown = kind.isCustom === true ? { continue: '', ...metadata } : metadata
  const head = `{"kind":${JSON.stringify(kind.listKind)},"apiVersion":${apiVersion},"metadata":${JSON.stringify(shown)},"items":[`
  return joined(head, kind.isCustom === true ? texts : texts.map(withoutTypeNames))
}

/** Few big parts: a write for each item would cost more than joining them. */
function joined(head: string, items: readonly string[]): string[] {
  const parts: string[] = [head]
  for (let at = 0; at < items.length; at += itemsInPart) {
    const text = items.slice(at, at + itemsInPart).join(',')
    parts.push(at === 0 ? text : `,${text}`)
  }
  parts.push(']}')
  return parts
}

const itemsInPart = 500

function metadataOf({ revision, continueText, remaining }: ListPage): JsonObject {
  return {
    resourceVersion: String(revision),
    ...(continueText !== '' && { continue: continueText }),
    ...(remaining !== undefined && remaining > 0 && { remainingItemCount: remaining }),
  }
}

function objectOf(kind: Kind, entry: CacheEntry | undefined, text: string): KubeObject {
  return entry !== undefined && isOfKind(kind, entry) ? entry.object : (JSON.parse(text) as KubeObject)
}
