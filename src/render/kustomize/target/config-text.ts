import { dump } from '#yaml'

/** A configuration as the reference's messages show it: YAML, empty fields left out. */
export function configText(config: object): string {
  return dump(withoutEmpty(config))
}

/** Fields that hold a map: left out when it is empty, while an empty object elsewhere stays. */
const MAPS: ReadonlySet<string> = new Set(['options', 'labels', 'annotations', 'valuesInline', 'pairs'])
/** Fields whose content is the user's own, to be shown as it is. */
const VERBATIM: ReadonlySet<string> = new Set(['valuesInline', 'count', 'sourceValue'])

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, field]) => !isEmptyField(key, field))
  return Object.fromEntries(entries.map(([key, field]) => [key, VERBATIM.has(key) ? field : withoutEmpty(field)]))
}

function isEmptyField(key: string, field: unknown): boolean {
  if (field === undefined || field === null) return true
  if (key === 'count' || key === 'sourceValue') return false
  if (field === '' || field === false || field === 0) return true
  if (Array.isArray(field)) return field.length === 0
  return MAPS.has(key) && typeof field === 'object' && Object.keys(field).length === 0
}
