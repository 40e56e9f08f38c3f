import { isMap, type Json, type KubeObject, type StatusError, textAt } from '#kube'
import { type FieldPlace, placeOf, valueAtPlace } from './field-place.ts'

/** A field that we want to write and somebody else owns. */
export interface FieldConflict {
  /** As the API server prints it: `.spec.template.spec.containers[name="web"].image`. */
  readonly path: string
  readonly place: FieldPlace
  /** The manager: `kubectl-edit`. */
  readonly owner: string
  /** `scale`, `status`; empty for the object itself. */
  readonly subresource: string
  /** When the owner wrote last, RFC 3339; empty where nobody knows. */
  readonly since: string
  readonly ours: Json | undefined
  readonly theirs: Json | undefined
}

const MESSAGE =
  /^conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?(?: using (\S+))?(?: at (\S+))?$/

/** Whether a refusal is a server-side apply's that found other owners. */
export function isOwnershipConflict(refusal: StatusError): boolean {
  return refusal.status.code === 409 && causesOf(refusal).length > 0
}

/**
 * The fields that a server-side apply was refused for, from the causes of its 409; the time comes from the live
 * object's `managedFields`, the values from both objects. Source: apimachinery managedfields.NewConflictError.
 */
export function conflictsOf(refusal: StatusError, wanted: KubeObject, live: KubeObject): readonly FieldConflict[] {
  return causesOf(refusal).map(({ field = '', message = '' }) => {
    const place = placeOf(field, [wanted, live])
    const [, owner = '""', part = '""', , at = ''] = MESSAGE.exec(message) ?? []
    const who = { owner: unquote(owner), subresource: unquote(part) }
    return {
      path: field,
      place,
      ...who,
      since: at === '' ? timeOf(live, who) : at,
      ours: valueAtPlace(wanted, place),
      theirs: valueAtPlace(live, place),
    }
  })
}

function causesOf({ status }: StatusError): readonly { readonly field?: string; readonly message?: string }[] {
  return (status.details?.causes ?? []).filter(({ reason }) => reason === 'FieldManagerConflict')
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}

function timeOf(live: KubeObject, { owner, subresource }: { owner: string; subresource: string }): string {
  const entries = live.metadata['managedFields']
  const fitting = (Array.isArray(entries) ? entries : [])
    .filter(isMap)
    .filter((entry) => textAt(entry, 'manager') === owner && textAt(entry, 'subresource') === subresource)
  return fitting.reduce((latest, entry) => (textAt(entry, 'time') > latest ? textAt(entry, 'time') : latest), '')
}
