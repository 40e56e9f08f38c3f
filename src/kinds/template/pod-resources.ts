import {
  checkQualifiedName,
  compareQuantities,
  type JsonObject,
  parseQuantity,
  printQuantity,
  type Quantity,
} from '#kube'
import { addForbidden, addInvalid, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, listAt, mapAt, mapsAt, scalarText } from '../read.ts'
import { checkResources } from './resources.ts'

/** Checks what the containers of a pod share (core validatePodResources). */
export function checkPodResources(found: Findings, spec: JsonObject, field: string): void {
  const resources = mapAt(spec, 'resources')
  const place = `${field}.resources`
  if (listAt(resources, 'claims').length > 0) {
    addForbidden(found, `${place}.claims`, 'claims may not be set for Resources at pod-level')
  }
  checkResources(found, { ...resources, claims: [] }, { field: place, checkName: checkSharedName })
  checkEnough(found, spec, place)
  checkWithin(found, spec, field)
}

function checkSharedName(found: Findings, name: string, field: string): void {
  const details = checkQualifiedName(name)
  addInvalid(found, field, name, ...details)
  const isShared = name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
  if (details.length === 0 && !isShared) addUnsupported(found, field, name, ['cpu', 'hugepages-', 'memory'])
}

/** What containers ask for has to fit into what the pod asks for. */
function checkEnough(found: Findings, spec: JsonObject, field: string): void {
  for (const [name, value] of Object.entries(mapAt(spec, 'resources', 'requests'))) {
    const [own, sum] = [parseQuantity(scalarText(value)), totalOf(spec, name)]
    if (own === undefined || sum === undefined || compareQuantities(own, sum) >= 0) continue
    const detail = `must be greater than or equal to aggregate container requests of ${printQuantity(sum)}`
    addInvalid(found, `${field}.requests[${name}]`, scalarText(value), detail)
  }
}

function totalOf(spec: JsonObject, name: string): Quantity | undefined {
  const amounts = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers').filter(isSidecar)]
    .map((container) => parseQuantity(scalarText(mapAt(container, 'resources', 'requests')[name])))
    .filter((amount) => amount !== undefined)
  const [first] = amounts
  if (first === undefined) return undefined
  return { ...first, nanos: amounts.reduce((sum, { nanos }) => sum + nanos, 0n) }
}

function isSidecar(container: JsonObject): boolean {
  return container['restartPolicy'] === 'Always'
}

/** No container may have more than all of them together. */
function checkWithin(found: Findings, spec: JsonObject, field: string): void {
  for (const list of ['containers', 'initContainers']) {
    for (const [at, container] of mapsAt(spec, list).entries()) {
      checkLimits(found, container, { field: `${field}.${list}[${at}]`, limits: mapAt(spec, 'resources', 'limits') })
    }
  }
}

function checkLimits(
  found: Findings,
  container: JsonObject,
  { field, limits }: { readonly field: string; readonly limits: JsonObject },
): void {
  for (const [name, value] of Object.entries(mapAt(container, 'resources', 'limits'))) {
    const own = parseQuantity(scalarText(value))
    const most = isSet(limits, name) ? parseQuantity(scalarText(limits[name])) : undefined
    if (own === undefined || most === undefined || compareQuantities(own, most) <= 0) continue
    const detail = `must be less than or equal to pod limits of ${printQuantity(most)}`
    addInvalid(found, `${field}.resources.limits[${name}]`, scalarText(value), detail)
  }
}
