import { parseFieldSelector } from '#kube'
import type { Attributes, Authorizer, Decision } from '../contract/access.ts'
import type { NodeGraph, Reachable } from './node-graph.ts'
import { type PolicyRule, ruleAllows } from './rule.ts'

const NO_OPINION: Decision = { answer: 'no-opinion' }
const ALLOWED: Decision = { answer: 'allow' }
const PREFIX = 'system:node:'

/** The name of the node that a user is; undefined when he is none. */
export function nodeNameOf(user: Attributes['user']): string | undefined {
  return user.name.startsWith(PREFIX) && user.groups.includes('system:nodes')
    ? user.name.slice(PREFIX.length)
    : undefined
}

/** Lets nodes reach what their pods need, and what every node may do (`rules` of the role system:node). */
export function createNodeAuthorizer(graph: NodeGraph, rules: readonly PolicyRule[]): Authorizer {
  return {
    name: 'Node',
    authorize: (attributes) => {
      const isNode = attributes.user.groups.includes('system:nodes')
      if (!isNode) return NO_OPINION
      const node = nodeNameOf(attributes.user)
      if (node === undefined || node === '') {
        return { answer: 'no-opinion', reason: `unknown node for user ${JSON.stringify(attributes.user.name)}` }
      }
      return decide(node, attributes, { graph, rules })
    },
  }
}

interface Means {
  readonly graph: NodeGraph
  readonly rules: readonly PolicyRule[]
}

type Check = (node: string, attributes: Attributes, means: Means) => Decision

/** Resources that are judged one by one: everything else is by the rules. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['/secrets', reading('secret')],
  ['/configmaps', reading('configmap')],
  ['/persistentvolumeclaims', claims],
  ['/persistentvolumes', only('get', 'pv')],
  ['resource.k8s.io/resourceclaims', only('get', 'resourceclaim')],
  ['resource.k8s.io/resourceslices', slices],
  ['storage.k8s.io/volumeattachments', only('get', 'volumeattachment')],
  ['/serviceaccounts', serviceAccounts],
  ['coordination.k8s.io/leases', leases],
  ['storage.k8s.io/csinodes', csiNodes],
  ['/nodes', nodes],
  ['/pods', pods],
  ['certificates.k8s.io/clustertrustbundles', byRules],
])

function decide(node: string, attributes: Attributes, means: Means): Decision {
  const check = attributes.isResource ? CHECKS.get(`${attributes.group}/${attributes.resource}`) : undefined
  return (check ?? byRules)(node, attributes, means)
}

function byRules(_node: string, attributes: Attributes, { rules }: Means): Decision {
  return rules.some((rule) => ruleAllows(rule, attributes)) ? ALLOWED : NO_OPINION
}

function refuse(reason: string): Decision {
  return { answer: 'no-opinion', reason }
}

/** get, list and watch of one named object that a pod on the node uses. */
function reading(kind: Reachable): Check {
  return (node, attributes, { graph }) => {
    if (!['get', 'list', 'watch'].includes(attributes.verb)) return refuse('can only read resources of this type')
    return reach(node, attributes, { graph, kind })
  }
}

function only(verb: string, kind: Reachable): Check {
  return (node, attributes, { graph }) => {
    if (attributes.verb !== verb) return refuse(`can only ${verb} individual resources of this type`)
    return reach(node, attributes, { graph, kind })
  }
}

function reach(
  node: string,
  attributes: Attributes,
  to: { readonly graph: NodeGraph; readonly kind: Reachable },
): Decision {
  if (attributes.subresource !== '') return refuse('cannot read subresource')
  if (attributes.name === '') return refuse('can only read namespaced object of this type')
  return to.graph.isReachable(node, to.kind, attributes.namespace, attributes.name)
    ? ALLOWED
    : refuse(`no relationship found between node '${node}' and this object`)
}

function claims(node: string, attributes: Attributes, { graph }: Means): Decision {
  if (attributes.subresource === 'status' && ['get', 'update', 'patch'].includes(attributes.verb)) {
    const isNear = graph.isReachable(node, 'pvc', attributes.namespace, attributes.name)
    return isNear ? ALLOWED : refuse(`no relationship found between node '${node}' and this object`)
  }
  return only('get', 'pvc')(node, attributes, { graph, rules: [] })
}

function slices(node: string, attributes: Attributes, { graph }: Means): Decision {
  const { verb } = attributes
  if (['get', 'update', 'patch', 'delete'].includes(verb))
    return reach(node, attributes, { graph, kind: 'resourceslice' })
  // whose slice it is becomes clear in admission
  if (verb === 'create') return ALLOWED
  if (!['list', 'watch', 'deletecollection'].includes(verb)) return refuse('no access')
  return isNarrowed(attributes, 'spec.nodeName', node)
    ? ALLOWED
    : refuse(`can only list/watch/deletecollection resourceslices with nodeName field selector`)
}

function serviceAccounts(node: string, attributes: Attributes, means: Means): Decision {
  const { verb, subresource, namespace, name } = attributes
  if (subresource === '' && verb === 'get')
    return reach(node, attributes, { graph: means.graph, kind: 'serviceaccount' })
  if (subresource !== 'token' || verb !== 'create')
    return refuse('can only create tokens for individual service accounts')
  return means.graph.isReachable(node, 'serviceaccount', namespace, name)
    ? ALLOWED
    : refuse(`no relationship found between node '${node}' and this object`)
}

function leases(node: string, attributes: Attributes): Decision {
  const { verb, namespace, name } = attributes
  if (!['get', 'create', 'update', 'patch', 'delete'].includes(verb)) {
    return refuse('can only get, create, update, patch, or delete a node lease')
  }
  if (namespace !== 'kube-node-lease') return refuse('can only access leases in the "kube-node-lease" system namespace')
  return verb === 'create' || name === node
    ? ALLOWED
    : refuse('can only access node lease with the same name as the requesting node')
}

function csiNodes(node: string, { verb, name, subresource }: Attributes): Decision {
  if (subresource !== '') return refuse('cannot authorize CSINode subresources')
  if (!['get', 'create', 'update', 'patch', 'delete'].includes(verb)) {
    return refuse('can only get, create, update, patch, or delete a CSINode')
  }
  return verb === 'create' || name === node
    ? ALLOWED
    : refuse('can only access CSINode with the same name as the requesting node')
}

/** A node sees and writes itself alone. */
function nodes(node: string, attributes: Attributes, means: Means): Decision {
  const { verb, name, subresource } = attributes
  if (!['get', 'list', 'watch'].includes(verb)) return byRules(node, attributes, means)
  if (subresource !== '') return refuse('cannot read subresource')
  if (verb === 'get' ? name === node : name === node || isNarrowed(attributes, 'metadata.name', node)) return ALLOWED
  return refuse(`node '${node}' cannot read '${name === '' ? '*' : name}', only its own Node object`)
}

function pods(node: string, attributes: Attributes, means: Means): Decision {
  const { verb, subresource } = attributes
  if (!['get', 'list', 'watch'].includes(verb) || subresource !== '') return byRules(node, attributes, means)
  if (verb === 'get') return byRules(node, attributes, means)
  if (isNarrowed(attributes, 'spec.nodeName', node)) return ALLOWED
  return refuse('can only list/watch pods with spec.nodeName field selector')
}

function isNarrowed({ fieldSelector }: Attributes, field: string, value: string): boolean {
  if (fieldSelector === undefined) return false
  try {
    return parseFieldSelector(fieldSelector).exact(field) === value
  } catch {
    return false
  }
}
