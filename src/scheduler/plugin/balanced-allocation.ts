import type { Plugin } from './plugin.ts'
import { askedOf, balanced, usesOf, type WeighedResource } from './resource-scorer.ts'

/** NodeResourcesBalancedAllocationArgs. */
export interface BalancedArgs {
  readonly resources: readonly WeighedResource[]
}

/** Nodes whose resources would be in use alike; says nothing about pods that ask for none of them. */
export function balancedAllocation({ resources }: BalancedArgs): Plugin {
  const asking = { resources, isNonZero: false }
  return {
    name: 'NodeResourcesBalancedAllocation',
    isLocal: true,
    score: ({ pod }) =>
      resources.every(({ name }) => askedOf(pod, name, false) === 0)
        ? undefined
        : { of: (node) => balanced(usesOf(pod, node, asking)) },
    wakes: {},
  }
}
