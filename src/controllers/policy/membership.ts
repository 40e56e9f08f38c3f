import type { ObjectEvent } from '#client'
import { type KubeObject, type LabelSelector, labelSelectorOf, SelectorError, textAt, valueAt } from '#kube'
import { type Context, keyOfObject, type ObjectKey } from '#reconcile'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'

/** Which pods each budget speaks of, kept from change to change: nobody walks over all pods of a namespace for one. */
export interface Membership {
  /** A budget came, changed or went. */
  budgetChanged(event: ObjectEvent, context: Context): void
  /** Budgets that a change of a pod concerns. */
  podChanged(event: ObjectEvent): readonly ObjectKey[]
  /** The pods that a budget speaks of. */
  podsOf(budget: ObjectKey, context: Context): readonly KubeObject[]
}

/** No budget yet. */
export function createMembership(): Membership {
  const byNamespace = new Map<string, Map<string, Members>>()
  return {
    budgetChanged: ({ type, object, previous }, context) => {
      const { namespace, name } = keyOfObject(object)
      const budgets = byNamespace.get(namespace) ?? new Map<string, Members>()
      if (type === 'DELETED') budgets.delete(name)
      else if (previous === undefined || isOther(object, previous)) budgets.set(name, membersOf(object, context))
      if (budgets.size > 0) byNamespace.set(namespace, budgets)
      else byNamespace.delete(namespace)
    },
    podChanged: ({ type, object }) => {
      const { namespace, name } = keyOfObject(object)
      const concerned: ObjectKey[] = []
      for (const [budget, members] of byNamespace.get(namespace) ?? []) {
        const isMember = type !== 'DELETED' && members.selector.matches(labelsOf(object))
        const wasMember = members.pods.has(name)
        if (isMember) members.pods.add(name)
        else if (wasMember) members.pods.delete(name)
        if (isMember || wasMember) concerned.push({ namespace, name: budget })
      }
      return concerned
    },
    podsOf: ({ namespace, name }, context) => {
      const { cache } = context.informer(types.pods)
      const names = byNamespace.get(namespace)?.get(name)?.pods ?? []
      return [...names].flatMap((pod) => cache.get(namespace, pod) ?? [])
    },
  }
}

interface Members {
  readonly selector: Pick<LabelSelector, 'matches'>
  /** Their names. */
  readonly pods: Set<string>
}

/** A selector never changes without the generation. */
function isOther(budget: KubeObject, previous: KubeObject): boolean {
  const isReplaced = budget.metadata['uid'] !== previous.metadata['uid']
  return isReplaced || budget.metadata['generation'] !== previous.metadata['generation']
}

function membersOf(budget: KubeObject, context: Context): Members {
  const selector = selectorOf(budget)
  const pods = new Set<string>()
  for (const pod of context.informer(types.pods).cache.list(textAt(budget, 'metadata', 'namespace')))
    if (selector.matches(labelsOf(pod))) pods.add(pod.metadata.name)
  return { selector, pods }
}

/** What nobody can read selects nothing. */
function selectorOf(budget: KubeObject): Members['selector'] {
  try {
    return labelSelectorOf(valueAt(budget, 'spec', 'selector'))
  } catch (error) {
    if (error instanceof SelectorError) return { matches: () => false }
    throw error
  }
}
