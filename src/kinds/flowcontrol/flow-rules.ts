import { checkDnsSubdomain, type JsonObject, type KubeObject } from '#kube'
import { addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, numberAt, textAt } from '../read.ts'

/** Fills in what a flow schema leaves out (mutates). */
export function defaultFlowSchema(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  if (!isSet(spec, 'matchingPrecedence') || spec['matchingPrecedence'] === 0) spec['matchingPrecedence'] = 1000
}

/** Checks a flow schema (flowcontrol ValidateFlowSchema). */
export function checkFlowSchema(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const precedence = numberAt(spec, 'matchingPrecedence') ?? 0
  if (precedence <= 0) addInvalid(found, 'spec.matchingPrecedence', precedence, 'must be a positive value')
  if (precedence > 10_000) {
    addInvalid(found, 'spec.matchingPrecedence', precedence, 'must not be greater than 10000')
  }
  if (precedence === 1 && object.metadata.name !== 'exempt') {
    addInvalid(
      found,
      'spec.matchingPrecedence',
      precedence,
      "only the schema named 'exempt' may have matchingPrecedence 1",
    )
  }
  const distinguisher = textAt(mapAt(spec, 'distinguisherMethod'), 'type')
  if (isSet(spec, 'distinguisherMethod') && !['ByNamespace', 'ByUser'].includes(distinguisher)) {
    addUnsupported(found, 'spec.distinguisherMethod', distinguisher, ['ByNamespace', 'ByUser'])
  }
  const level = textAt(mapAt(spec, 'priorityLevelConfiguration'), 'name')
  const field = 'spec.priorityLevelConfiguration.name'
  if (level === '') addRequired(found, field, 'must reference a priority level')
  else addInvalid(found, field, level, ...checkDnsSubdomain(level))
  for (const [at, rule] of mapsAt(spec, 'rules').entries()) checkRule(found, rule, `spec.rules[${at}]`)
}

/** Fills in what a priority level leaves out (mutates; flowcontrol SetDefaults_*PriorityLevelConfiguration). */
export function defaultPriorityLevel(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  if (textAt(spec, 'type') === 'Exempt') {
    const exempt = makeMap(spec, 'exempt')
    exempt['nominalConcurrencyShares'] ??= 0
    exempt['lendablePercent'] ??= 0
  }
  if (!isSet(spec, 'limited')) return
  const limited = mapAt(spec, 'limited')
  limited['nominalConcurrencyShares'] ??= 30
  limited['lendablePercent'] ??= 0
  if (!isSet(mapAt(limited, 'limitResponse'), 'queuing')) return
  const queuing = mapAt(limited, 'limitResponse', 'queuing')
  for (const [key, value] of [
    ['handSize', 8],
    ['queues', 64],
    ['queueLengthLimit', 50],
  ] as const) {
    if (!isSet(queuing, key) || queuing[key] === 0) queuing[key] = value
  }
}

/** Checks a priority level (flowcontrol ValidatePriorityLevelConfiguration). */
export function checkPriorityLevel(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const type = textAt(spec, 'type')
  if (type !== 'Exempt' && type !== 'Limited') return addUnsupported(found, 'spec.type', type, ['Exempt', 'Limited'])
  if (type === 'Exempt') {
    if (isSet(spec, 'limited')) addForbidden(found, 'spec.limited', 'must be nil if the type is not Limited')
    return
  }
  if (isSet(spec, 'exempt')) addForbidden(found, 'spec.exempt', 'must be nil if the type is Limited')
  if (!isSet(spec, 'limited')) return addRequired(found, 'spec.limited', 'must not be empty when type is Limited')
  checkLimited(found, mapAt(spec, 'limited'))
}

function checkRule(found: Findings, rule: JsonObject, field: string): void {
  if (listAt(rule, 'subjects').length === 0)
    addRequired(found, `${field}.subjects`, 'subjects must contain at least one value')
  const [resource, other] = [mapsAt(rule, 'resourceRules'), mapsAt(rule, 'nonResourceRules')]
  if (resource.length === 0 && other.length === 0) {
    addRequired(found, field, 'at least one of resourceRules and nonResourceRules has to be non-empty')
  }
  for (const [at, each] of mapsAt(rule, 'subjects').entries()) checkSubject(found, each, `${field}.subjects[${at}]`)
  for (const [at, each] of resource.entries()) {
    for (const key of ['verbs', 'apiGroups', 'resources']) {
      if (listAt(each, key).length === 0) addRequired(found, `${field}.resourceRules[${at}].${key}`)
    }
    if (listAt(each, 'namespaces').length === 0 && each['clusterScope'] !== true) {
      addRequired(
        found,
        `${field}.resourceRules[${at}].namespaces`,
        'resource rules that are not cluster scoped must supply at least one namespace',
      )
    }
  }
}

function checkSubject(found: Findings, subject: JsonObject, field: string): void {
  const kinds: Readonly<Record<string, string>> = { User: 'user', Group: 'group', ServiceAccount: 'serviceAccount' }
  const key = kinds[textAt(subject, 'kind')]
  if (key === undefined)
    return addUnsupported(found, `${field}.kind`, textAt(subject, 'kind'), Object.keys(kinds).toSorted())
  if (!isSet(subject, key))
    return addRequired(found, `${field}.${key}`, `${key} is required when subject kind is '${textAt(subject, 'kind')}'`)
  if (textAt(mapAt(subject, key), 'name') === '') addRequired(found, `${field}.${key}.name`)
}

function checkLimited(found: Findings, limited: JsonObject): void {
  const shares = numberAt(limited, 'nominalConcurrencyShares') ?? 0
  if (shares < 0) addInvalid(found, 'spec.limited.nominalConcurrencyShares', shares, 'must be a non-negative integer')
  const lendable = numberAt(limited, 'lendablePercent') ?? 0
  if (lendable < 0 || lendable > 100) {
    addInvalid(found, 'spec.limited.lendablePercent', lendable, 'must be between 0 and 100, inclusive')
  }
  const response = mapAt(limited, 'limitResponse')
  const [type, field] = [textAt(response, 'type'), 'spec.limited.limitResponse']
  if (type === 'Reject') {
    if (isSet(response, 'queuing'))
      addForbidden(found, `${field}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')
  } else if (type !== 'Queue') addUnsupported(found, `${field}.type`, type, ['Queue', 'Reject'])
  else if (!isSet(response, 'queuing'))
    addRequired(found, `${field}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')
  else checkQueuing(found, mapAt(response, 'queuing'), `${field}.queuing`)
}

function checkQueuing(found: Findings, queuing: JsonObject, field: string): void {
  for (const key of ['queueLengthLimit', 'queues', 'handSize']) {
    const value = numberAt(queuing, key) ?? 0
    if (value <= 0) addInvalid(found, `${field}.${key}`, value, 'must be positive')
  }
  const [queues, hand] = [numberAt(queuing, 'queues') ?? 0, numberAt(queuing, 'handSize') ?? 0]
  if (queues > 10_000_000) addInvalid(found, `${field}.queues`, queues, 'must not be greater than 10000000')
  if (hand > queues) {
    addInvalid(found, `${field}.handSize`, hand, `should not be greater than queues (${queues})`)
  }
}
