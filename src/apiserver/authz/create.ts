import { labelSelectorOf } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { startRoleAggregation } from './aggregate.ts'
import { readBootstrapPolicy } from './bootstrap-policy.ts'
import { rbacEscalation } from './escalation.ts'
import { createNodeAuthorizer } from './node.ts'
import { createNodeGraph, type NodeGraph } from './node-graph.ts'
import { createRbacAuthorizer } from './rbac.ts'
import { reconcilePolicy } from './reconcile-policy.ts'
import { createRoleIndex, type RoleIndex } from './role-index.ts'
import type { PolicyRule } from './rule.ts'
import { privilegedGroupAuthorizer, uniteAuthorizers } from './union.ts'

/** Everything that decides who may do what, over one registry. */
export interface Authorization {
  readonly authorizer: Authorizer & Required<Pick<Authorizer, 'rulesOf'>>
  /** Goes behind every mutating plugin. */
  readonly escalation: AdmissionPlugin
  /** Writes the default roles and bindings, fills aggregated roles, and keeps them filled. Resolves when that is done. */
  start(): Promise<void>
  close(): void
}

/** What may be told to authorization. */
export interface AuthorizationOptions {
  /** Asked after Node and RBAC: a webhook. */
  readonly more?: readonly Authorizer[]
  /** Told of a write in the background that did not work. */
  readonly onError?: (error: unknown) => void
}

/** Node and RBAC authorization, with `system:masters` above both. */
export function createAuthorization(
  registry: Registry,
  { more = [], onError = () => {} }: AuthorizationOptions = {},
): Authorization {
  const live = createLive(registry)
  const { index, graph } = live
  const authorizer = uniteAuthorizers([
    privilegedGroupAuthorizer,
    createNodeAuthorizer(graph, nodeRules()),
    createRbacAuthorizer(index),
    ...more,
  ])
  let stopAggregation = (): void => {}
  return {
    authorizer,
    escalation: rbacEscalation(index, authorizer),
    start: async () => {
      live.open()
      await reconcilePolicy(registry)
      const aggregation = startRoleAggregation(registry, {
        compile: (selector) => labelSelectorOf(selector).matches,
        onError,
      })
      stopAggregation = aggregation.close
      await aggregation.settled()
    },
    close: () => {
      stopAggregation()
      live.close()
    },
  }
}

interface Live {
  readonly index: RoleIndex
  readonly graph: NodeGraph
  /** Begins to observe: the registry has read its store by then. */
  open(): void
  close(): void
}

/** Index and graph that know nothing before they are opened. */
function createLive(registry: Registry): Live {
  let index: RoleIndex | undefined
  let graph: NodeGraph | undefined
  const close = (): void => {
    index?.close()
    graph?.close()
  }
  return {
    index: {
      visit: (user, namespace, visit) => index?.visit(user, namespace, visit),
      rulesOf: (roleRef, namespace) => index?.rulesOf(roleRef, namespace),
      close,
    },
    graph: {
      isReachable: (node, kind, namespace, name) => graph?.isReachable(node, kind, namespace, name) ?? false,
      close,
    },
    open: () => {
      index = createRoleIndex(registry)
      graph = createNodeGraph(registry)
    },
    close,
  }
}

/** The rules of `system:node` as they are built in: nobody's edit of the role gives nodes more. */
function nodeRules(): readonly PolicyRule[] {
  const role = readBootstrapPolicy().clusterRoles.find(({ metadata }) => metadata.name === 'system:node')
  return (role?.['rules'] ?? []) as unknown as readonly PolicyRule[]
}
