import { difference, type FieldSet, noFields, recursiveDifference } from './field-set.ts'

/** Paths that nobody owns (managedfields stripMetaManager). */
const UNOWNED: FieldSet = {
  'f:apiVersion': noFields,
  'f:kind': noFields,
  'f:metadata': {
    '.': noFields,
    'f:name': noFields,
    'f:namespace': noFields,
    'f:creationTimestamp': noFields,
    'f:selfLink': noFields,
    'f:uid': noFields,
    'f:clusterName': noFields,
    'f:generation': noFields,
    'f:managedFields': noFields,
    'f:resourceVersion': noFields,
  },
}

/** A set without what nobody can own. */
export function withoutUnowned(set: FieldSet): FieldSet {
  return difference(set, UNOWNED)
}

/** A set without the fields that an endpoint does not write, given as `status` or `metadata.labels`. */
export function withoutReset(set: FieldSet, resetFields: readonly string[] | undefined): FieldSet {
  if (resetFields === undefined || resetFields.length === 0) return set
  return recursiveDifference(set, setOfNames(resetFields))
}

/** The fields of the root that an endpoint does not write at all: what differs in them is nothing to it. */
export function wholeFieldsOf(resetFields: readonly string[] = none): ReadonlySet<string> {
  let fields = wholes.get(resetFields)
  if (fields === undefined) {
    fields = new Set(resetFields.filter((name) => !name.includes('.')))
    wholes.set(resetFields, fields)
  }
  return fields
}

const none: readonly string[] = []
const wholes = new WeakMap<readonly string[], ReadonlySet<string>>()
const sets = new WeakMap<readonly string[], FieldSet>()

function setOfNames(names: readonly string[]): FieldSet {
  let set = sets.get(names)
  if (set === undefined) {
    const draft: { [element: string]: FieldSet } = {}
    for (const name of names) insert(draft, name.split('.'))
    set = draft
    sets.set(names, set)
  }
  return set
}

function insert(set: { [element: string]: FieldSet }, [first = '', ...rest]: readonly string[]): void {
  if (rest.length === 0) set[`f:${first}`] = noFields
  else insert((set[`f:${first}`] ??= {}) as { [element: string]: FieldSet }, rest)
}
