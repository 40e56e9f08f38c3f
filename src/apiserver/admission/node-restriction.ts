import { isSet, mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, notFound, sameJson } from '#kube'
import { nodeNameOf } from '../authz/node.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { forbiddenNodeLabels } from './node-labels.ts'
import { annotationOf, forbid } from './refuse.ts'

const LEASES = 'kube-node-lease'

type Check = (request: AdmissionRequest, node: string, registry: Registry) => void

/** What is looked at: group and resource, subresource behind a second slash. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['/pods/', checkPod],
  ['/pods/status', checkPodStatus],
  ['/pods/eviction', checkEviction],
  ['/persistentvolumeclaims/status', checkClaimStatus],
  ['/nodes/', checkNode],
  ['/nodes/status', checkNode],
  ['/serviceaccounts/token', checkToken],
  ['coordination.k8s.io/leases/', checkLease],
  ['storage.k8s.io/csinodes/', checkCsiNode],
  ['resource.k8s.io/resourceslices/', checkSlice],
])

/** A kubelet writes only itself and what runs on it. Source: upstream plugin/pkg/admission/noderestriction. */
export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  admit: (request, registry) => {
    const { user, resource, subresource } = request
    if (!user.groups.includes('system:nodes')) return
    const node = nodeNameOf(user)
    if (node === undefined || node === '')
      throw forbid(request, `could not determine node from user ${JSON.stringify(user.name)}`)
    CHECKS.get(`${resource.group}/${resource.resource}/${subresource}`)?.(request, node, registry)
  },
}

function quote(text: string): string {
  return JSON.stringify(text)
}

function checkPod(request: AdmissionRequest, node: string, registry: Registry): void {
  if (request.operation === 'CREATE') return checkMirror(request, node, registry)
  if (request.operation === 'DELETE') {
    const pod = request.oldObject ?? readOrThrow(registry, 'pods', request)
    if (nodeOf(pod) === node) return
    throw forbid(request, `node ${quote(node)} can only delete pods with spec.nodeName set to itself`)
  }
  throw forbid(
    request,
    `unexpected operation ${quote(request.operation)}, node ${quote(node)} can only create and delete mirror pods`,
  )
}

function nodeOf(pod: KubeObject): string {
  return textAt(mapAt(pod, 'spec'), 'nodeName')
}

function readObject(registry: Registry, resource: string, namespace: string, name: string): KubeObject | undefined {
  const kind = registry.kinds.find('', 'v1', resource)
  return kind && registry.read(kind, namespace, name)
}

function readOrThrow(
  registry: Registry,
  resource: string,
  place: { readonly namespace: string; readonly name: string },
): KubeObject {
  const object = readObject(registry, resource, place.namespace, place.name)
  if (object === undefined) throw notFound({ group: '', resource }, place.name)
  return object
}

function checkMirror(request: AdmissionRequest, node: string, registry: Registry): void {
  const pod = request.object
  if (pod === undefined) return
  const [who, mirror] = [`node ${quote(node)}`, 'kubernetes.io/config.mirror']
  if (annotationOf(pod, mirror) === undefined) {
    throw forbid(request, `pod does not have ${quote(mirror)} annotation, ${who} can only create mirror pods`)
  }
  if (nodeOf(pod) !== node) throw forbid(request, `${who} can only create pods with spec.nodeName set to itself`)
  const owners = mapsAt(pod.metadata, 'ownerReferences')
  if (owners.length > 1)
    throw forbid(request, `${who} can only create pods with a single owner reference set to itself`)
  const [owner] = owners
  if (owner === undefined) throw forbid(request, `${who} can only create pods with an owner reference set to itself`)
  checkOwner(request, owner, { node, registry })
  const used = referencedBy(mapAt(pod, 'spec'))
  if (used !== undefined) throw forbid(request, `${who} can not create pods that reference ${used}`)
}

function checkOwner(
  request: AdmissionRequest,
  owner: JsonObject,
  { node, registry }: { readonly node: string; readonly registry: Registry },
): void {
  const who = `node ${quote(node)}`
  if (owner['apiVersion'] !== 'v1' || owner['kind'] !== 'Node' || owner['name'] !== node) {
    throw forbid(request, `${who} can only create pods with an owner reference set to itself`)
  }
  if (owner['controller'] !== true)
    throw forbid(request, `${who} can only create pods with a controller owner reference set to itself`)
  if (owner['blockOwnerDeletion'] === true)
    throw forbid(request, `${who} must not set blockOwnerDeletion on an owner reference`)
  const uid = textAt(readOrThrow(registry, 'nodes', { namespace: '', name: node }).metadata, 'uid')
  if (uid === owner['uid']) return
  throw forbid(request, `node ${node} UID mismatch: expected ${textAt(owner, 'uid')} got ${uid}`)
}

/** What a mirror pod may not name. */
function referencedBy(spec: JsonObject): string | undefined {
  if (textAt(spec, 'serviceAccountName') !== '') return 'a service account'
  const text = JSON.stringify([spec['volumes'] ?? [], spec['containers'] ?? [], spec['initContainers'] ?? []])
  if (/"(secret|secretRef|secretKeyRef)":/.test(text) || mapsAt(spec, 'imagePullSecrets').length > 0) return 'secrets'
  if (/"(configMap|configMapRef|configMapKeyRef)":/.test(text)) return 'configmaps'
  if (mapsAt(spec, 'volumes').some((volume) => isSet(volume, 'persistentVolumeClaim'))) return 'persistentvolumeclaims'
  if (mapsAt(spec, 'resourceClaims').length > 0) return 'resourceclaims'
  return /"serviceAccountToken":/.test(text) ? 'serviceaccounts' : undefined
}

function checkPodStatus(request: AdmissionRequest, node: string): void {
  const { operation, object, oldObject } = request
  if (operation !== 'UPDATE') throw forbid(request, `unexpected operation ${quote(operation)}`)
  if (oldObject === undefined || object === undefined) return
  if (nodeOf(oldObject) !== node) {
    throw forbid(request, `node ${quote(node)} can only update pod status for pods with spec.nodeName set to itself`)
  }
  if (!sameJson(oldObject.metadata['labels'], object.metadata['labels'])) {
    throw forbid(request, `node ${quote(node)} cannot update labels through pod status`)
  }
  const claims = (pod: KubeObject): JsonObject[] => [...mapsAt(mapAt(pod, 'status'), 'resourceClaimStatuses')]
  if (sameJson(claims(object), claims(oldObject))) return
  throw forbid(request, `node ${quote(node)} cannot update resource claim statues`)
}

function checkEviction(request: AdmissionRequest, node: string, registry: Registry): void {
  if (request.operation !== 'CREATE') throw forbid(request, `unexpected operation ${request.operation}`)
  const name = request.name || (request.object?.metadata.name ?? '')
  if (name === '') throw forbid(request, 'could not determine pod from request data')
  if (nodeOf(readOrThrow(registry, 'pods', { namespace: request.namespace, name })) === node) return
  throw forbid(request, `node ${node} can only evict pods with spec.nodeName set to itself`)
}

/** What of a claim's status the node knows best. */
const OF_THE_NODE: ReadonlySet<string> = new Set([
  'capacity',
  'conditions',
  'allocatedResources',
  'allocatedResourceStatuses',
])

function checkClaimStatus(request: AdmissionRequest, node: string): void {
  const { object, oldObject } = request
  if (object === undefined || oldObject === undefined) return
  const strip = ({ metadata, ...rest }: KubeObject): JsonObject => {
    const { managedFields: _fields, resourceVersion: _version, ...kept } = metadata
    const status = Object.entries(mapAt(rest, 'status')).filter(([key]) => !OF_THE_NODE.has(key))
    return { ...rest, metadata: kept, status: Object.fromEntries(status) }
  }
  if (sameJson(strip(object), strip(oldObject))) return
  throw forbid(
    request,
    `node ${quote(node)} is not allowed to update fields other than status.quantity and status.conditions`,
  )
}

function checkNode(request: AdmissionRequest, node: string): void {
  const { operation, object, oldObject } = request
  const name = operation === 'CREATE' ? (object?.metadata.name ?? '') : request.name
  if (name !== node) throw forbid(request, `node ${quote(node)} is not allowed to modify node ${quote(name)}`)
  if (operation === 'DELETE' || object === undefined) return
  const labels = forbiddenNodeLabels(oldObject, object)
  if (labels.length > 0) {
    const list = labels.join(', ')
    if (operation !== 'CREATE') throw forbid(request, `is not allowed to modify labels: ${list}`)
    throw forbid(request, `node ${quote(node)} is not allowed to set the following labels: ${list}`)
  }
  if (oldObject === undefined) return
  if (!sameJson(mapAt(oldObject, 'spec')['taints'], mapAt(object, 'spec')['taints'])) {
    throw forbid(request, `node ${quote(node)} is not allowed to modify taints`)
  }
  if (!sameJson(oldObject.metadata['ownerReferences'] ?? [], object.metadata['ownerReferences'] ?? [])) {
    throw forbid(request, `node ${quote(node)} is not allowed to modify ownerReferences`)
  }
}

function checkToken(request: AdmissionRequest, node: string, registry: Registry): void {
  if (request.operation !== 'CREATE' || request.object === undefined) return
  const reference = mapAt(request.object, 'spec', 'boundObjectRef')
  const [kind, name, uid] = ['kind', 'name', 'uid'].map((key) => textAt(reference, key))
  if (kind !== 'Pod' || name === '') throw forbid(request, 'node requested token not bound to a pod')
  if (uid === '') throw forbid(request, 'node requested token with a pod binding without a uid')
  const pod = readOrThrow(registry, 'pods', { namespace: request.namespace, name: name ?? '' })
  if (textAt(pod.metadata, 'uid') !== uid) {
    throw forbid(
      request,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    )
  }
  if (nodeOf(pod) !== node) throw forbid(request, 'node requested token bound to a pod scheduled on a different node')
}

function checkLease(request: AdmissionRequest, node: string): void {
  if (request.namespace !== LEASES)
    throw forbid(request, `can only access leases in the ${quote(LEASES)} system namespace`)
  const name = request.operation === 'CREATE' ? request.object?.metadata.name : request.name
  if (name !== node) throw forbid(request, 'can only access node lease with the same name as the requesting node')
}

function checkCsiNode(request: AdmissionRequest, node: string): void {
  const name = request.operation === 'CREATE' ? request.object?.metadata.name : request.name
  if (name !== node) throw forbid(request, 'can only access CSINode with the same name as the requesting node')
}

function checkSlice(request: AdmissionRequest, node: string): void {
  if (request.operation !== 'CREATE' || request.object === undefined) return
  if (textAt(mapAt(request.object, 'spec'), 'nodeName') !== node)
    throw forbid(request, 'can only create ResourceSlice with the same NodeName as the requesting node')
}
