import { asMap, mapAt, mapsAt, textAt as textOf } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import type { Plan } from './plan.ts'

const SAME_NODE = 'PreferSameNode'
const DISTRIBUTIONS: readonly string[] = ['PreferClose', 'PreferSameZone', SAME_NODE]

/** Whether a service says that traffic is to stay near. */
export function hasDistribution(service: KubeObject): boolean {
  return DISTRIBUTIONS.includes(textAt(service, 'spec', 'trafficDistribution'))
}

/** Ready endpoints are meant for the zone they are in, and for their node where the service says so. Source: trafficdist. */
export function withNearHints(plan: Plan, service: KubeObject): Plan {
  const forNodes = textAt(service, 'spec', 'trafficDistribution') === SAME_NODE
  const hinted = (slice: KubeObject): KubeObject =>
    hintEach(slice, (endpoint) => (isReadyEndpoint(endpoint) ? nearHints(endpoint, forNodes) : asGiven(endpoint)))
  return rehint(plan, hinted, (endpoint) =>
    isReadyEndpoint(endpoint) ? !sameJson(asGiven(endpoint), nearHints(endpoint, forNodes)) : false,
  )
}

/** No endpoint is meant for anyone. */
export function withoutHints(plan: Plan): Plan {
  return rehint(
    plan,
    (slice) => hintEach(slice, () => undefined),
    (endpoint) => asGiven(endpoint) !== undefined,
  )
}

/** A slice whose endpoints have other hints. */
export function hintEach(slice: KubeObject, hintsOf: (endpoint: JsonObject) => JsonObject | undefined): KubeObject {
  const endpoints = mapsAt(slice, 'endpoints').map((endpoint) => {
    const { hints: _, ...bare } = endpoint
    const hints = hintsOf(endpoint)
    return hints === undefined ? bare : { ...bare, hints }
  })
  return { ...slice, endpoints }
}

/** Whether an endpoint takes traffic. */
export function isReadyEndpoint(endpoint: JsonObject): boolean {
  return mapAt(endpoint, 'conditions')['ready'] === true
}

/** Slices that are written get their hints; of the others those that have wrong ones are written too. */
function rehint(
  plan: Plan,
  hinted: (slice: KubeObject) => KubeObject,
  isWrong: (endpoint: JsonObject) => boolean,
): Plan {
  const wrong = plan.unchanged.filter((slice) => mapsAt(slice, 'endpoints').some(isWrong))
  return {
    ...plan,
    create: plan.create.map(hinted),
    update: [...plan.update, ...wrong].map(hinted),
    unchanged: plan.unchanged.filter((slice) => !wrong.includes(slice)),
  }
}

function asGiven(endpoint: JsonObject): JsonObject | undefined {
  return endpoint['hints'] === undefined || endpoint['hints'] === null ? undefined : asMap(endpoint['hints'])
}

function nearHints(endpoint: JsonObject, forNodes: boolean): JsonObject | undefined {
  const [zone, node] = [textOf(endpoint, 'zone'), forNodes ? textOf(endpoint, 'nodeName') : '']
  if (zone === '' && node === '') return undefined
  return {
    ...(zone !== '' && { forZones: [{ name: zone }] }),
    ...(node !== '' && { forNodes: [{ name: node }] }),
  }
}
