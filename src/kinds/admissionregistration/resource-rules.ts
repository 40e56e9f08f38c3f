import type { JsonObject } from '#kube'
import { addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { textAt, textsAt } from '../read.ts'

/** Checks which requests a webhook or policy sees (admissionregistration validateRuleWithOperations). */
export function checkRules(found: Findings, rules: readonly JsonObject[], field: string): void {
  for (const [at, rule] of rules.entries()) {
    const place = `${field}[${at}]`
    checkOperations(found, textsAt(rule, 'operations'), `${place}.operations`)
    for (const key of ['apiGroups', 'apiVersions', 'resources'])
      checkNames(found, textsAt(rule, key), `${place}.${key}`)
    checkResources(found, textsAt(rule, 'resources'), `${place}.resources`)
    const scope = textAt(rule, 'scope')
    if (scope !== '' && !scopes.includes(scope)) addUnsupported(found, `${place}.scope`, scope, scopes)
  }
}

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const scopes = ['*', 'Cluster', 'Namespaced']
const alone = "if '*' is present, must not specify other"

function checkOperations(found: Findings, given: readonly string[], field: string): void {
  if (given.length === 0) addRequired(found, field)
  if (given.length > 1 && given.includes('*')) addInvalid(found, field, [...given], `${alone} operations`)
  for (const [at, operation] of given.entries()) {
    if (!operations.includes(operation)) addUnsupported(found, `${field}[${at}]`, operation, operations)
  }
}

function checkNames(found: Findings, given: readonly string[], field: string): void {
  const what = field.endsWith('apiGroups') ? 'API groups' : 'API versions'
  if (given.length === 0) return addRequired(found, field)
  if (field.endsWith('resources')) return
  if (given.length > 1 && given.includes('*')) addInvalid(found, field, [...given], `${alone} ${what}`)
  if (field.endsWith('apiVersions')) {
    for (const [at, version] of given.entries()) if (version === '') addRequired(found, `${field}[${at}]`)
  }
}

function checkResources(found: Findings, given: readonly string[], field: string): void {
  const seen = new Set(given)
  for (const [at, name] of given.entries()) {
    if (name === '') addRequired(found, `${field}[${at}]`)
    if (name === '*/*' && given.length > 1) {
      addInvalid(found, field, [...given], "if '*/*' is present, must not specify other resources")
    }
    const [resource = '', subresource] = name.split('/')
    if (subresource === undefined) continue
    if (resource !== '*' && seen.has(`${resource}/*`) && subresource !== '*') {
      addInvalid(found, `${field}[${at}]`, name, `if '${resource}/*' is present, must not specify ${name}`)
    }
  }
  if (given.length > 1 && given.includes('*') && given.some((name) => !name.includes('/') && name !== '*')) {
    addInvalid(found, field, [...given], "if '*' is present, must not specify other resources without subresources")
  }
}
