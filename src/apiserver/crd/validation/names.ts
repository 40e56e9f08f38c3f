import { textAt, textsAt } from '#kinds'
import { checkDns1035Label, checkDnsSubdomain, type Finding, type JsonObject } from '#kube'

/** What is wrong with the group of a definition. */
export function findGroupFaults(group: string): readonly Finding[] {
  const field = 'spec.group'
  if (group === '') return [{ field, type: 'required' }]
  const faults = checkDnsSubdomain(group)
  if (faults.length > 0) return [{ field, type: 'invalid', value: group, detail: faults.join(',') }]
  if (group.includes('.')) return []
  return [{ field, type: 'invalid', value: group, detail: 'should be a domain with at least one dot' }]
}

/** Names that a definition has to say, or get by default. */
export function findRequiredNames(names: JsonObject): readonly Finding[] {
  return ['plural', 'singular', 'kind', 'listKind']
    .filter((key) => textAt(names, key) === '')
    .map((key): Finding => ({ field: `spec.names.${key}`, type: 'required' }))
}

/** What is wrong with names, asked for or accepted (ValidateCustomResourceDefinitionNames). */
export function findNamesFaults(names: JsonObject, field: string): readonly Finding[] {
  const [kind, listKind] = [textAt(names, 'kind'), textAt(names, 'listKind')]
  const same = 'kind and listKind may not be the same'
  return [
    ...nameFault(`${field}.plural`, textAt(names, 'plural')),
    ...nameFault(`${field}.singular`, textAt(names, 'singular')),
    ...mixedFault(`${field}.kind`, kind),
    ...mixedFault(`${field}.listKind`, listKind),
    ...textsAt(names, 'shortNames').flatMap((name, at) => itemFault(`${field}.shortNames[${at}]`, name)),
    ...(kind !== '' && kind === listKind
      ? [{ field: `${field}.listKind`, type: 'invalid', value: listKind, detail: same } as const]
      : []),
    ...textsAt(names, 'categories').flatMap((name, at) => itemFault(`${field}.categories[${at}]`, name)),
  ]
}

/** Why a text is no DNS-1035 label, in one text; empty for one that is. */
export function labelFaults(text: string): string {
  return checkDns1035Label(text).join(',')
}

function nameFault(field: string, value: string): readonly Finding[] {
  return value === '' ? [] : itemFault(field, value)
}

function itemFault(field: string, value: string): readonly Finding[] {
  const detail = labelFaults(value)
  return detail === '' ? [] : [{ field, type: 'invalid', value, detail }]
}

function mixedFault(field: string, value: string): readonly Finding[] {
  const faults = value === '' ? '' : labelFaults(value.toLowerCase())
  if (faults === '') return []
  return [{ field, type: 'invalid', value, detail: `may have mixed case, but should otherwise match: ${faults}` }]
}
