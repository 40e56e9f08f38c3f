import { mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import { checkQualifiedName, compileNodeTerm, type Finding, type Json, type JsonObject, notSupported } from '#kube'

/** What is wrong with the arguments of a plugin. Source: apis/config/validation/validation_pluginargs.go. */
export function checkArguments(name: string, args: JsonObject, path: string): readonly Finding[] {
  return Object.hasOwn(CHECKS, name) ? (CHECKS[name]?.(args, path) ?? []) : []
}

type Check = (args: JsonObject, path: string) => readonly Finding[]

const CHECKS: Readonly<Record<string, Check>> = {
  DefaultPreemption: preemptionFindings,
  InterPodAffinity: (args, path) => within(args, path, { name: 'hardPodAffinityWeight', most: 100 }),
  NodeAffinity: affinityFindings,
  NodeResourcesBalancedAllocation: balancedFindings,
  NodeResourcesFit: fitFindings,
  PodTopologySpread: spreadFindings,
  VolumeBinding: (args, path) => {
    const seconds = numberAt(args, 'bindTimeoutSeconds') ?? 600
    const detail = 'invalid BindTimeoutSeconds, should not be a negative value'
    return seconds < 0 ? [invalid(`${path}.bindTimeoutSeconds`, seconds, detail)] : []
  },
}

function preemptionFindings(args: JsonObject, path: string): readonly Finding[] {
  const [percent, absolute] = ['minCandidateNodesPercentage', 'minCandidateNodesAbsolute'] as const
  const findings = [...within(args, path, { name: percent, most: 100 }), ...within(args, path, { name: absolute })]
  if (args[percent] !== 0 || args[absolute] !== 0) return findings
  return [
    ...findings,
    invalid(`${path}.${percent}`, 0, `cannot be zero at the same time as ${absolute}`),
    invalid(`${path}.${absolute}`, 0, `cannot be zero at the same time as ${percent}`),
  ]
}

function within(
  args: JsonObject,
  path: string,
  { name, most = Number.POSITIVE_INFINITY }: { readonly name: string; readonly most?: number },
): readonly Finding[] {
  const value = numberAt(args, name)
  if (value === undefined || (value >= 0 && value <= most)) return []
  return [
    invalid(
      `${path}.${name}`,
      value,
      `not in valid range [0, ${most === Number.POSITIVE_INFINITY ? 'inf)' : `${most}]`}`,
    ),
  ]
}

function affinityFindings(args: JsonObject, path: string): readonly Finding[] {
  const added = mapAt(args, 'addedAffinity')
  const [required, preferred] = [
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ]
  const terms = [
    ...mapsAt(mapAt(added, required), 'nodeSelectorTerms').map((term, at) => ({
      term,
      at: `${required}.nodeSelectorTerms[${at}]`,
    })),
    ...mapsAt(added, preferred).map((one, at) => ({
      term: mapAt(one, 'preference'),
      at: `${preferred}[${at}].preference`,
    })),
  ]
  return terms
    .filter(({ term }) => compileNodeTerm(term) === undefined)
    .map(({ term, at }) => invalid(`${path}.addedAffinity.${at}`, term, 'not a valid selector term'))
}

function balancedFindings(args: JsonObject, path: string): readonly Finding[] {
  const seen = new Set<string>()
  return mapsAt(args, 'resources').flatMap((resource, at): Finding[] => {
    const name = textAt(resource, 'name')
    const weight = numberAt(resource, 'weight') ?? 1
    const field = `${path}.resources[${at}]`
    const isRepeated = seen.has(name)
    seen.add(name)
    return [
      ...(isRepeated ? [{ field: `${field}.name`, type: 'duplicate', value: name } as const] : []),
      ...(weight === 1 ? [] : [invalid(`${field}.weight`, weight, 'must be 1')]),
    ]
  })
}

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'] as const

function fitFindings(args: JsonObject, path: string): readonly Finding[] {
  const named = (key: string) =>
    textsAt(args, key).flatMap((name, at) =>
      checkQualifiedName(name).map((detail) => invalid(`${path}.${key}[${at}]`, name, detail)),
    )
  const slashed = textsAt(args, 'ignoredResourceGroups').flatMap((name, at) =>
    name.includes('/')
      ? [invalid(`${path}.ignoredResourceGroups[${at}]`, name, "resource group name can't contain '/'")]
      : [],
  )
  const findings = [...named('ignoredResources'), ...slashed, ...named('ignoredResourceGroups')]
  if (args['scoringStrategy'] === undefined) return findings
  return [...findings, ...strategyFindings(mapAt(args, 'scoringStrategy'), `${path}.scoringStrategy`)]
}

function strategyFindings(strategy: JsonObject, path: string): readonly Finding[] {
  const type = textAt(strategy, 'type')
  const findings: Finding[] = []
  if (!(STRATEGIES as readonly string[]).includes(type)) findings.push(notSupported(`${path}.type`, type, STRATEGIES))
  for (const [at, resource] of mapsAt(strategy, 'resources').entries()) {
    const weight = numberAt(resource, 'weight') ?? 1
    const detail = `resource weight of ${textAt(resource, 'name')} not in valid range (0, 100]`
    if (weight <= 0 || weight > 100) findings.push(invalid(`${path}.resources[${at}].weight`, weight, detail))
  }
  const field = `${path}.requestedToCapacityRatio`
  const isGiven = strategy['requestedToCapacityRatio'] !== undefined
  if (type !== 'RequestedToCapacityRatio') {
    const detail = 'must be nil when type is not RequestedToCapacityRatio'
    return isGiven ? [...findings, { field, type: 'forbidden', detail }] : findings
  }
  const missing: Finding = {
    field,
    type: 'required',
    detail: 'must be specified when type is RequestedToCapacityRatio',
  }
  const shape = mapsAt(mapAt(strategy, 'requestedToCapacityRatio'), 'shape')
  return [...findings, ...(isGiven ? shapeFindings(shape, `${field}.shape`) : [missing])]
}

function shapeFindings(shape: readonly JsonObject[], path: string): readonly Finding[] {
  if (shape.length === 0) return [{ field: path, type: 'required', detail: 'at least one point must be specified' }]
  const useOf = (at: number): number => numberAt(shape[at] ?? {}, 'utilization') ?? 0
  const findings: Finding[] = []
  const unsorted = shape.findIndex((_, at) => at > 0 && useOf(at - 1) >= useOf(at))
  if (unsorted > 0) {
    const detail = 'values must be sorted in increasing order'
    findings.push(invalid(`${path}[${unsorted}].utilization`, useOf(unsorted), detail))
  }
  for (const [at, point] of shape.entries()) {
    findings.push(...within(point, `${path}[${at}]`, { name: 'utilization', most: 100 }))
    findings.push(...within(point, `${path}[${at}]`, { name: 'score', most: 10 }))
  }
  return findings
}

function spreadFindings(args: JsonObject, path: string): readonly Finding[] {
  const type = args['defaultingType'] ?? 'System'
  const constraints = mapsAt(args, 'defaultConstraints')
  const findings: Finding[] = []
  if (type !== 'System' && type !== 'List')
    findings.push(notSupported(`${path}.defaultingType`, type, ['List', 'System']))
  else if (type === 'System' && constraints.length > 0) {
    findings.push(invalid(`${path}.defaultingType`, type, 'when .defaultConstraints are not empty'))
  }
  const seen = new Set<string>()
  for (const [at, constraint] of constraints.entries()) {
    const field = `${path}.defaultConstraints[${at}]`
    findings.push(...constraintFindings(constraint, field))
    const sort = `{${textAt(constraint, 'topologyKey')}, ${textAt(constraint, 'whenUnsatisfiable')}}`
    if (seen.has(sort)) findings.push({ field, type: 'duplicate', value: sort })
    seen.add(sort)
  }
  return findings
}

const WHEN = ['DoNotSchedule', 'ScheduleAnyway'] as const

function constraintFindings(constraint: JsonObject, field: string): readonly Finding[] {
  const findings: Finding[] = []
  const skew = numberAt(constraint, 'maxSkew') ?? 0
  const key = textAt(constraint, 'topologyKey')
  const when = textAt(constraint, 'whenUnsatisfiable')
  const empty = 'can not be empty'
  if (skew <= 0) findings.push(invalid(`${field}.maxSkew`, skew, 'not in valid range (0, inf)'))
  if (key === '') findings.push({ field: `${field}.topologyKey`, type: 'required', detail: empty })
  else findings.push(...checkQualifiedName(key).map((detail) => invalid(`${field}.topologyKey`, key, detail)))
  if (when === '') findings.push({ field: `${field}.whenUnsatisfiable`, type: 'required', detail: empty })
  else if (!(WHEN as readonly string[]).includes(when)) {
    findings.push(notSupported(`${field}.whenUnsatisfiable`, when, WHEN))
  }
  const detail = 'constraint must not define a selector, as they deduced for each pod'
  if (constraint['labelSelector'] !== undefined)
    findings.push({ field: `${field}.labelSelector`, type: 'forbidden', detail })
  return findings
}

function invalid(field: string, value: Json, detail: string): Finding {
  return { field, type: 'invalid', value, detail }
}
