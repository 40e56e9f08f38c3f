import { loadFully } from './load.ts'
import { formatFloat32 } from './number.ts'
import { HEAD, quickRead, UNUSUAL } from './quick.ts'
import type { YamlMap, YamlValue } from './value.ts'

/** What sorting manifests needs of one. */
export interface DocumentHead {
  /** What the top of the document is; `empty` if there is none or it is null. */
  readonly shape: 'empty' | 'mapping' | 'list' | 'scalar'
  /** Undefined where the key is missing. Numbers and booleans have become the text that Go makes of them. */
  readonly apiVersion: YamlValue | undefined
  readonly kind: YamlValue | undefined
  /** The metadata as far as it is named here; a value of another shape is kept as it is. */
  readonly metadata: MetadataHead | Exclude<YamlValue, YamlMap> | undefined
}

/** The part of `metadata` that a head holds; numbers and booleans are text there. */
export interface MetadataHead {
  readonly name: YamlValue | undefined
  readonly namespace: YamlValue | undefined
  readonly annotations: YamlValue | undefined
  readonly labels: YamlValue | undefined
}

/**
 * The head of the first document of a text. The whole document is checked: it throws whatever `load` throws. Field
 * names match without regard to case and numbers turn into text, as when Go decodes into a struct of strings.
 */
export function head(text: string): DocumentHead {
  const quick = quickRead(text, HEAD)
  return headOf(quick === UNUSUAL ? loadFully(text, {}) : quick)
}

/** The head of a document that has been read before. */
export function headOf(value: YamlValue): DocumentHead {
  if (!(value instanceof Map)) {
    const shape = value === null ? 'empty' : Array.isArray(value) ? 'list' : 'scalar'
    return { shape, apiVersion: undefined, kind: undefined, metadata: undefined }
  }
  const metadata = field(value, 'metadata')
  return {
    shape: 'mapping',
    apiVersion: textOf(field(value, 'apiVersion')),
    kind: textOf(field(value, 'kind')),
    metadata: metadata instanceof Map ? metadataOf(metadata) : metadata,
  }
}

function metadataOf(map: YamlMap): MetadataHead {
  return {
    name: textOf(field(map, 'name')),
    namespace: textOf(field(map, 'namespace')),
    annotations: textsOf(field(map, 'annotations')),
    labels: textsOf(field(map, 'labels')),
  }
}

/** The field of that name; else one that differs by case only (the last by Go's order of keys). */
function field(map: YamlMap, name: string): YamlValue | undefined {
  const lower = name.toLowerCase()
  let found: string | undefined
  for (const key of map.keys()) {
    if (key.length === name.length && key.toLowerCase() === lower && (found === undefined || key > found)) found = key
  }
  return found === undefined ? undefined : map.get(found)
}

function textsOf(value: YamlValue | undefined): YamlValue | undefined {
  if (!(value instanceof Map)) return value
  const texts: YamlMap = new Map()
  for (const [key, item] of value) texts.set(key, textOf(item) as YamlValue)
  return texts
}

/** The text that `sigs.k8s.io/yaml` makes of a number or boolean where Go wants a string. */
function textOf(value: YamlValue | undefined): YamlValue | undefined {
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return value
  return Number.isSafeInteger(value) ? String(value) : formatFloat32(value)
}
