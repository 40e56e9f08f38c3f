import { isMap, type Json, type JsonObject, type KubeObject, textAt } from '#kube'
import { loadObject } from '#yaml'
import type { ReleaseContent } from '../contract/content.ts'
import { documentsOf, ended } from '../manifest/document.ts'

/** A document of a content, and where it stands. */
export interface Placed {
  readonly text: string
  /** The template, and which of its documents it is; hooks apart from the rest. */
  readonly place: string
  /** Kind, namespace and name. */
  readonly identity: string
  /** Undefined where it is no map. */
  readonly object: JsonObject | undefined
}

/** What is looked into: the part of a record that a content has too. */
export interface Documented {
  readonly manifest: string
  readonly hooks: readonly { readonly source: string; readonly text: string }[]
}

/** A content as it is looked into. */
export function documented({ manifest, hooks }: ReleaseContent): Documented {
  return { manifest, hooks }
}

/** The documents of manifest and hooks, in order. */
export function placedDocuments({ manifest, hooks }: Documented): readonly Placed[] {
  const counts = new Map<string, number>()
  const place = (from: string, source: string): string => {
    const key = `${from} ${source}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return `${key} ${count}`
  }
  return [
    ...documentsOf(manifest).map(({ text, source }) => placed(text, place('manifest', source))),
    ...hooks.map(({ source, text }) => placed(text, place('hook', source))),
  ]
}

function placed(text: string, place: string): Placed {
  const object = readMap(text)
  const metadata = (object as KubeObject | undefined)?.metadata
  const identity = JSON.stringify([textAt(object, 'kind'), textAt(metadata, 'namespace'), textAt(metadata, 'name')])
  return { text, place, identity, object }
}

function readMap(text: string): JsonObject | undefined {
  try {
    const value = loadObject<Json>(ended(text))
    return isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}
