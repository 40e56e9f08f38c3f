import { type Finding, groupVersionOf, type Json, valueAt } from '#kube'

/** What is wrong with `metadata.ownerReferences` (ValidateOwnerReferences). */
export function findOwnerFaults(references: Json): readonly Finding[] {
  if (!Array.isArray(references)) return []
  const findings = references.flatMap(findFaultsOfOne)
  const controllers = references.filter((reference) => valueAt(reference, 'controller') === true)
  const [first, ...others] = controllers
  for (const other of others) {
    const detail = `Only one reference can have Controller set to true. Found "true" in references for ${nameOf(first)} and ${nameOf(other)}`
    findings.push({ field, type: 'invalid', value: references, detail })
  }
  return findings
}

const field = 'metadata.ownerReferences'

function findFaultsOfOne(reference: Json): Finding[] {
  const findings: Finding[] = []
  const apiVersion = textAt(reference, 'apiVersion')
  const { group, version } = groupVersionOf(apiVersion)
  const add = (part: string, value: Json, detail: string) =>
    findings.push({ field: `${field}.${part}`, type: 'invalid', value, detail })
  if (version === '') add('apiVersion', apiVersion, 'version must not be empty')
  for (const part of ['kind', 'name', 'uid']) {
    if (textAt(reference, part) === '') add(part, '', 'must not be empty')
  }
  if (group === '' && version === 'v1' && textAt(reference, 'kind') === 'Event') {
    findings.push({
      field,
      type: 'invalid',
      value: reference,
      detail: '/v1, Kind=Event is disallowed from being an owner',
    })
  }
  return findings
}

function nameOf(reference: Json | undefined): string {
  return `${textAt(reference, 'kind')}/${textAt(reference, 'name')}`
}

function textAt(value: Json | undefined, key: string): string {
  const text = valueAt(value, key)
  return typeof text === 'string' ? text : ''
}
