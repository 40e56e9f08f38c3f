import { type Json, type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import type { WebhookClientConfig } from './call.ts'
import { type Rule, readRules } from './rule.ts'
import { readSelectors, type Selectors } from './selector.ts'

/** One webhook of a configuration, read. */
export interface Hook {
  /** Tells it apart from every other: configuration, name and number among those of that name. */
  readonly id: string
  readonly configuration: string
  readonly name: string
  readonly client: WebhookClientConfig
  readonly rules: readonly Rule[]
  readonly selectors: Selectors
  readonly isEquivalent: boolean
  readonly ignoresFailure: boolean
  /** False where a dry run must not reach it. */
  readonly allowsDryRun: boolean
  readonly isReinvoked: boolean
  readonly timeoutMs: number
  readonly reviewVersions: readonly string[]
  readonly conditions: readonly MatchCondition[]
}

/** A condition in CEL (admissionregistration/v1 MatchCondition). */
export interface MatchCondition {
  readonly name: string
  readonly expression: string
}

/** The webhooks of every configuration of a kind, as they are now: by name of the configuration, then as they stand. */
export type HookSource = (registry: Registry) => readonly Hook[]

/** Follows the configurations of one resource from the first question on. */
export function followHooks(resource: string): HookSource {
  const followed = new WeakMap<Registry, () => readonly Hook[]>()
  return (registry) => {
    const known = followed.get(registry)
    if (known !== undefined) return known()
    const follow = follower(registry, resource)
    followed.set(registry, follow)
    return follow()
  }
}

/** Reads the conditions of a webhook or policy. */
export function readConditions(holder: JsonObject): readonly MatchCondition[] {
  return listOf(valueAt(holder, 'matchConditions')).map((condition) => ({
    name: textAt(condition, 'name'),
    expression: textAt(condition, 'expression'),
  }))
}

function follower(registry: Registry, resource: string): () => readonly Hook[] {
  const kind = registry.kinds.find('admissionregistration.k8s.io', 'v1', resource)
  const byName = new Map<string, readonly Hook[]>()
  let all: readonly Hook[] | undefined
  if (kind !== undefined) {
    registry.observe(kind, ({ type, object }) => {
      if (type === 'DELETED') byName.delete(object.metadata.name)
      else byName.set(object.metadata.name, readHooks(object))
      all = undefined
    })
  }
  return () => {
    all ??= [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? [])
    return all
  }
}

function readHooks(configuration: KubeObject): readonly Hook[] {
  const counts = new Map<string, number>()
  return listOf(valueAt(configuration, 'webhooks')).map((webhook) => {
    const name = textAt(webhook, 'name')
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return readHook(
      webhook as JsonObject,
      configuration.metadata.name,
      `${configuration.metadata.name}/${name}/${count}`,
    )
  })
}

function readHook(webhook: JsonObject, configuration: string, id: string): Hook {
  const effects = valueAt(webhook, 'sideEffects')
  const timeoutSeconds = valueAt(webhook, 'timeoutSeconds')
  return {
    id,
    configuration,
    name: textAt(webhook, 'name'),
    client: (valueAt(webhook, 'clientConfig') ?? {}) as unknown as WebhookClientConfig,
    rules: readRules(valueAt(webhook, 'rules')),
    selectors: readSelectors(webhook),
    isEquivalent: valueAt(webhook, 'matchPolicy') !== 'Exact',
    ignoresFailure: valueAt(webhook, 'failurePolicy') === 'Ignore',
    allowsDryRun: effects === 'None' || effects === 'NoneOnDryRun',
    isReinvoked: valueAt(webhook, 'reinvocationPolicy') === 'IfNeeded',
    timeoutMs: (typeof timeoutSeconds === 'number' ? timeoutSeconds : 10) * 1000,
    reviewVersions: listOf(valueAt(webhook, 'admissionReviewVersions')).filter(
      (version) => typeof version === 'string',
    ),
    conditions: readConditions(webhook),
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
