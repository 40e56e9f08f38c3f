import type { KubeObject } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { type Binding, type Policy, readBinding, readPolicy } from './policy.ts'

/** A policy and where it holds. One without a binding holds nowhere. */
export interface BoundPolicy {
  readonly policy: Policy
  readonly bindings: readonly Binding[]
}

/** The policies of one sort as they are now, by name, each with its bindings by name. */
export type PolicySource = (registry: Registry) => readonly BoundPolicy[]

/** Follows policies and bindings of two resources from the first question on. */
export function followPolicies(resource: string, bindingResource: string): PolicySource {
  const followed = new WeakMap<Registry, () => readonly BoundPolicy[]>()
  return (registry) => {
    const known = followed.get(registry)
    if (known !== undefined) return known()
    const follow = follower(registry, resource, bindingResource)
    followed.set(registry, follow)
    return follow()
  }
}

function follower(registry: Registry, resource: string, bindingResource: string): () => readonly BoundPolicy[] {
  let bound: readonly BoundPolicy[] | undefined
  const forget = (): void => {
    bound = undefined
  }
  const policies = followed(registry, resource, readPolicy, forget)
  const bindings = followed(registry, bindingResource, readBinding, forget)
  return () => {
    bound ??= bind(policies, bindings)
    return bound
  }
}

/** Objects by name; one is read when it is first asked for after a change. */
function followed<T>(
  registry: Registry,
  resource: string,
  read: (object: KubeObject) => T,
  onChange: () => void,
): ReadonlyMap<string, () => T> {
  const all = new Map<string, () => T>()
  const kind = registry.kinds.find('admissionregistration.k8s.io', 'v1', resource)
  if (kind === undefined) return all
  registry.observe(kind, ({ type, object }) => {
    if (type === 'DELETED') all.delete(object.metadata.name)
    else
      all.set(
        object.metadata.name,
        once(() => read(object)),
      )
    onChange()
  })
  return all
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function bind(
  policies: ReadonlyMap<string, () => Policy>,
  bindings: ReadonlyMap<string, () => Binding>,
): readonly BoundPolicy[] {
  const sorted = [...bindings.keys()].sort().map((name) => (bindings.get(name) as () => Binding)())
  const byPolicy = Map.groupBy(sorted, ({ policyName }) => policyName)
  return [...policies.keys()].sort().flatMap((name) => {
    const own = byPolicy.get(name)
    return own === undefined ? [] : [{ policy: (policies.get(name) as () => Policy)(), bindings: own }]
  })
}
