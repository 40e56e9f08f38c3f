import type { Column, Kind } from '#kinds'
import { invalid, type JsonObject, type KubeObject } from '#kube'

/** What stands beside the cells of a row: metadata, nothing, or the whole object. */
export type IncludedObject = 'Metadata' | 'None' | 'Object'

/** How a table is made. */
export interface TableOptions {
  readonly include: IncludedObject
  /** Version of meta.k8s.io asked for: `v1` or `v1beta1`. */
  readonly version: string
  /** Milliseconds that ages are counted from. */
  readonly nowMs: number
}

/** One object on its way into a table, with its JSON. */
export interface TableItem {
  readonly object: KubeObject
  readonly text: string
}

/** Reads `includeObject` of a query. Throws 422. */
export function readIncludedObject(query: URLSearchParams): IncludedObject {
  const value = query.get('includeObject') ?? ''
  if (value === '') return 'Metadata'
  if (value === 'Metadata' || value === 'None' || value === 'Object') return value
  const detail = "must be 'Metadata', 'Object', 'None', or empty"
  const finding = { field: 'includeObject', type: 'invalid', value, detail } as const
  throw invalid({ group: 'meta.k8s.io', kind: 'TableOptions' }, '', [finding])
}

/** The JSON of a table in parts: column definitions once, a row an item. `metadata` is that of the list or object. */
export function tableParts(
  kind: Kind,
  items: readonly TableItem[],
  options: TableOptions & { readonly metadata: JsonObject; readonly hasColumns: boolean },
): string[] {
  const columns = options.hasColumns ? columnDefinitions(kind.columns) : '[]'
  const apiVersion = `meta.k8s.io/${options.version}`
  const head = `{"kind":"Table","apiVersion":"${apiVersion}","metadata":${JSON.stringify(options.metadata)},"columnDefinitions":${columns},"rows":[`
  const parts = [head]
  items.forEach((item, at) => parts.push(at === 0 ? rowText(kind, item, options) : `,${rowText(kind, item, options)}`))
  parts.push(']}')
  return parts
}

/** The JSON of a PartialObjectMetadata: an object with nothing but its metadata. */
export function metadataText(object: KubeObject, version: string): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${JSON.stringify(object.metadata)}}`
}

function rowText(kind: Kind, { object, text }: TableItem, options: TableOptions): string {
  const cells = kind.columns.map((column) => cellOf(column, object, options.nowMs))
  return `{"cells":${JSON.stringify(cells)},"object":${objectText(object, text, options)}}`
}

function cellOf(column: Column, object: KubeObject, nowMs: number): ReturnType<Column['value']> {
  return column.value(object, nowMs)
}

function objectText(object: KubeObject, text: string, { include, version }: TableOptions): string {
  if (include === 'None') return 'null'
  return include === 'Object' ? text : metadataText(object, version)
}

const definitions = new WeakMap<readonly Column[], string>()

function columnDefinitions(columns: readonly Column[]): string {
  const known = definitions.get(columns)
  if (known !== undefined) return known
  const rows = columns.map(({ name, type, format = '', description = '', priority }) => ({
    name,
    type,
    format,
    description,
    priority,
  }))
  const text = JSON.stringify(rows)
  definitions.set(columns, text)
  return text
}
