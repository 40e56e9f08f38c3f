import {
  badRequest,
  conflict,
  type Finding,
  genericNotFound,
  invalid,
  isMap,
  isTerminating,
  type Json,
  type JsonObject,
  type KubeObject,
  timeText,
  valueAt,
} from '#kube'
import type { SpecialCall, SpecialEndpoint } from '../contract/registry.ts'
import type { Core } from '../registry/core.ts'
import { updateObject } from '../registry/write/update.ts'
import { admitBody, endpointWrite } from './endpoint-write.ts'

/** POST of a Binding, below a pod and as the older `bindings`: puts the pod on a node. */
export function bindingEndpoints(core: Core): readonly SpecialEndpoint[] {
  return [
    { group: '', resource: 'pods', subresource: 'binding', create: (call) => bind(core, call, call.name) },
    { group: '', resource: 'bindings', subresource: '', create: (call) => bind(core, call, nameIn(call.object)) },
  ]
}

async function bind(core: Core, call: SpecialCall, name: string): Promise<{ object: JsonObject; status: number }> {
  const kind = core.registry.kinds.find('', 'v1', 'pods')
  if (kind === undefined) throw genericNotFound()
  const { object } = call
  if (nameIn(object) !== '' && nameIn(object) !== name)
    throw badRequest('name in URL does not match name in Binding object')
  const write = { ...endpointWrite(kind, call, 'binding'), name }
  const gvk = { group: '', version: 'v1', kind: 'Binding' }
  const binding = await admitBody(core, write, object, gvk)
  checkBinding(binding)
  const make = (pod: KubeObject | undefined) => assigned(core, pod, binding, name)
  const uid = valueAt(binding, 'metadata', 'uid')
  const internal = { ...write, subresource: 'binding', isInternal: true }
  await updateObject(core, internal, { make, ...(typeof uid === 'string' && { uid }) })
  return { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, status: 201 }
}

function assigned(core: Core, pod: KubeObject | undefined, binding: KubeObject, name: string): KubeObject {
  if (pod === undefined) throw genericNotFound()
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why)
  const spec: JsonObject = isMap(pod['spec']) ? pod['spec'] : {}
  if (isTerminating(pod)) {
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`)
  }
  const present = spec['nodeName']
  if (typeof present === 'string' && present !== '') {
    throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(present)}`)
  }
  const gates = spec['schedulingGates']
  if (Array.isArray(gates) && gates.length > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`)
  const revision = valueAt(binding, 'metadata', 'resourceVersion')
  if (typeof revision === 'string' && revision !== '') pod.metadata['resourceVersion'] = revision
  const annotations = valueAt(binding, 'metadata', 'annotations')
  if (isMap(annotations)) {
    const before = pod.metadata['annotations']
    pod.metadata['annotations'] = { ...(isMap(before) ? before : {}), ...annotations }
  }
  return scheduled(core, { ...pod, spec: { ...spec, nodeName: valueAt(binding, 'target', 'name') ?? '' } })
}

/** The condition that says so; the node that was kept free for it is so no more. */
function scheduled(core: Core, pod: KubeObject): KubeObject {
  const { nominatedNodeName: _, ...status }: JsonObject = isMap(pod['status']) ? pod['status'] : {}
  const conditions = Array.isArray(status['conditions']) ? status['conditions'] : []
  const known = conditions.find((condition) => valueAt(condition, 'type') === 'PodScheduled')
  const isNew = valueAt(known, 'status') !== 'True'
  const condition: JsonObject = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: isNew ? timeText(core.clock.now()) : (valueAt(known, 'lastTransitionTime') ?? null),
  }
  const others: Json[] = conditions.filter((other) => other !== known)
  return { ...pod, status: { ...status, conditions: [...others, condition] } }
}

function checkBinding(binding: KubeObject): void {
  const findings: Finding[] = []
  const kind = valueAt(binding, 'target', 'kind')
  if (kind !== undefined && kind !== '' && kind !== 'Node') {
    findings.push({
      field: 'target.kind',
      type: 'not-supported',
      value: kind,
      detail: 'supported values: "Node", "<empty>"',
    })
  }
  const name = valueAt(binding, 'target', 'name')
  if (typeof name !== 'string' || name === '') findings.push({ field: 'target.name', type: 'required', detail: '' })
  if (findings.length > 0) throw invalid({ group: '', kind: 'Binding' }, nameIn(binding), findings)
}

function nameIn(object: KubeObject): string {
  const name = valueAt(object, 'metadata', 'name')
  return typeof name === 'string' ? name : ''
}
