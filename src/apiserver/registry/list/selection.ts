import type { Kind } from '#kinds'
import {
  apiVersionOf,
  badRequest,
  checkSelectableFields,
  type FieldSelector,
  type LabelSelector,
  parseFieldSelector,
  parseLabelSelector,
  SelectorError,
  selectFields,
} from '#kube'
import type { CacheEntry } from '../cache/entry.ts'
import type { Core } from '../core.ts'
import { isOfKind, sharedObject } from '../write/version.ts'

/** Which objects of a collection a request means. */
export interface Selection {
  /** True when every object matches. */
  readonly isEverything: boolean
  /** The one name that may match, where the field selector says so. */
  readonly name?: string
  /** The one namespace that may match, where the field selector says so. */
  readonly namespace?: string
  matches(entry: CacheEntry): boolean
}

/** Reads the selectors of a query. Throws 400 in upstream's words. */
export function readSelection(core: Core, kind: Kind, query: URLSearchParams, onlyName = ''): Selection {
  const labels = readLabels(query.get('labelSelector') ?? '')
  const fields = named(readFields(kind, query.get('fieldSelector') ?? ''), onlyName)
  return selectionOf(core, kind, labels, fields)
}

/** The selection of two selectors. */
function selectionOf(core: Core, kind: Kind, labels: LabelSelector, fields: FieldSelector): Selection {
  const name = fields.exact('metadata.name')
  const namespace = fields.exact('metadata.namespace')
  const read = (entry: CacheEntry) => (field: string) => fieldText(core, kind, entry, field)
  return {
    isEverything: labels.isEverything && fields.isEverything,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    matches: (entry) =>
      (labels.isEverything || labels.matches(entry.labels)) && (fields.isEverything || fields.matches(read(entry))),
  }
}

/** What a reader gives is kept with the entry, apart for each version that it is read at. */
function fieldText(core: Core, kind: Kind, entry: CacheEntry, field: string): string {
  if (field === 'metadata.name') return entry.name
  if (field === 'metadata.namespace') return entry.namespace
  const readers = kind.selectableFields
  const reader = Object.hasOwn(readers, field) ? readers[field] : undefined
  if (reader === undefined) return ''
  const isOwn = isOfKind(kind, entry)
  const label = isOwn ? field : `${apiVersionOf(kind)} ${field}`
  return entry.field(label, (object) => reader(isOwn ? object : (sharedObject(core, kind, entry) ?? object)))
}

function readLabels(text: string): LabelSelector {
  try {
    return parseLabelSelector(text)
  } catch (cause) {
    if (!(cause instanceof SelectorError)) throw cause
    throw badRequest(cause.message)
  }
}

function readFields(kind: Kind, text: string): FieldSelector {
  try {
    const selector = parseFieldSelector(text)
    checkSelectableFields(selector, Object.keys(kind.selectableFields))
    return selector
  } catch (cause) {
    if (cause instanceof SelectorError) throw badRequest(cause.message)
    throw cause
  }
}

/** A watch of one name by its path. */
function named(fields: FieldSelector, name: string): FieldSelector {
  if (name === '') return fields
  if (fields.isEverything) return selectFields([{ field: 'metadata.name', operator: '=', value: name }])
  if (fields.exact('metadata.name') === name) return fields
  throw badRequest("fieldSelector metadata.name doesn't match requested name")
}
