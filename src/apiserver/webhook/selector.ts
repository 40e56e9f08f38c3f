import { isMap, type JsonObject, type KubeObject, type LabelSelector, labelSelectorOf, notFound, valueAt } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { namespaceOf } from './rule.ts'

/** Which objects a webhook or policy asks for, by their labels and those of their namespace. */
export interface Selectors {
  readonly namespace: LabelSelector
  readonly object: LabelSelector
}

/** Reads both selectors; one that is not there selects everything. */
export function readSelectors(holder: JsonObject): Selectors {
  return {
    namespace: labelSelectorOf(valueAt(holder, 'namespaceSelector') ?? {}),
    object: labelSelectorOf(valueAt(holder, 'objectSelector') ?? {}),
  }
}

/** How a request stands to selectors; an unknown namespace matters only where everything else matches. */
export type Selected = 'yes' | 'no' | { readonly refusal: Error }

/** Whether selectors ask for a request. */
export function isSelected({ namespace, object }: Selectors, request: AdmissionRequest, registry: Registry): Selected {
  if (!matchesObject(object, request)) return 'no'
  const found = namespaceLabels(namespace, request, registry)
  if (found instanceof Error) return { refusal: found }
  return found === 'any' || namespace.matches(found) ? 'yes' : 'no'
}

/** The namespace of a request; undefined for what is in none, and where it is not there. */
export function namespaceObject(request: AdmissionRequest, registry: Registry): KubeObject | undefined {
  const kind = registry.kinds.find('', 'v1', 'namespaces')
  const name = namespaceOf(request)
  return kind === undefined || name === '' ? undefined : registry.read(kind, '', name)
}

type Labels = Parameters<LabelSelector['matches']>[0]

function matchesObject(selector: LabelSelector, { object, oldObject }: AdmissionRequest): boolean {
  if (selector.isEverything) return true
  return [object, oldObject].some((one) => one !== undefined && selector.matches(labelsOf(one)))
}

/** What is in no namespace is never left out, but for namespaces themselves. */
function namespaceLabels(
  selector: LabelSelector,
  request: AdmissionRequest,
  registry: Registry,
): Labels | 'any' | Error {
  const { resource, subresource, operation, object } = request
  const isNamespace = resource.resource === 'namespaces'
  if (selector.isEverything || (namespaceOf(request) === '' && !isNamespace)) return 'any'
  const isWritten = isNamespace && subresource === '' && (operation === 'CREATE' || operation === 'UPDATE')
  if (isWritten && object !== undefined) return labelsOf(object)
  const namespace = namespaceObject(request, registry)
  return namespace === undefined
    ? notFound({ group: '', resource: 'namespaces' }, namespaceOf(request))
    : labelsOf(namespace)
}

function labelsOf(object: KubeObject): Labels {
  const labels = valueAt(object, 'metadata', 'labels')
  return isMap(labels) ? labels : {}
}
