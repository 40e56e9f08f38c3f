import { humanDuration, type Json, type KubeObject, parseQuantity, printQuantity } from '#kube'
import type { Column } from '../kind.ts'

type Cell = (object: KubeObject, now: number) => Json

/** One column of texts that is always shown. */
export function column(name: string, description: string, value: Cell, more: Partial<Column> = {}): Column {
  return { name, type: 'string', priority: 0, ...more, description, value }
}

/** A column that only `-o wide` shows. */
export function wideColumn(name: string, description: string, value: Cell): Column {
  return column(name, description, value, { priority: 1 })
}

/** A column of whole numbers. */
export function countColumn(name: string, description: string, value: Cell): Column {
  return column(name, description, value, { type: 'integer' })
}

const nameSentence =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names'
const ageSentence =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata'

/** Name of the object. */
export const nameColumn: Column = column('Name', nameSentence, (object) => object.metadata.name, { format: 'name' })

/** Time since the object was created. */
export const ageColumn: Column = column('Age', ageSentence, (object, now) =>
  ageOf(object.metadata['creationTimestamp'], now),
)

/** What kinds without columns of their own show: name and time of creation. */
export const plainColumns: readonly Column[] = [
  nameColumn,
  column('Created At', ageSentence, (object) => object.metadata['creationTimestamp'] ?? null, { type: 'date' }),
]

/** Time since a timestamp in two or three figures; `<unknown>` without one. */
export function ageOf(timestamp: Json | undefined, now: number): string {
  if (typeof timestamp !== 'string') return '<unknown>'
  const then = Date.parse(timestamp)
  return Number.isNaN(then) ? '<unknown>' : humanDuration(now - then)
}

/** The canonical text of a quantity; `0` when there is none. */
export function quantityText(value: Json | undefined): string {
  const quantity = typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : undefined
  return quantity === undefined ? '0' : printQuantity(quantity)
}
