import { type Finding, isMap, type Json, type KubeObject } from '#kube'
import { goValue } from '../registry/body/go-words.ts'

/** Paths of a scale subresource as a definition has them, with their leading dot. */
export interface InstanceScale {
  readonly specReplicasPath: string
  readonly statusReplicasPath: string
  readonly labelSelectorPath: string
}

/** What is wrong with the replicas that an object asks for. */
export function findScaleSpecFaults(object: KubeObject, { specReplicasPath }: InstanceScale): readonly Finding[] {
  return replicasFaults(object, specReplicasPath)
}

/** What is wrong with the replicas and the selector that a status tells. */
export function findScaleStatusFaults(object: KubeObject, scale: InstanceScale): readonly Finding[] {
  const { statusReplicasPath, labelSelectorPath } = scale
  return [...replicasFaults(object, statusReplicasPath), ...selectorFaults(object, labelSelectorPath)]
}

const maxReplicas = 2_147_483_647

function replicasFaults(object: KubeObject, path: string): readonly Finding[] {
  const found = valueAtPath(object, path)
  if (found.fault !== undefined) return [{ field: path, type: 'invalid', value: 0, detail: found.fault }]
  const { value } = found
  if (value === undefined) return []
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    const detail = `${path} accessor error: ${goValue(value)} is of the type ${goType(value)}, expected int64`
    return [{ field: path, type: 'invalid', value: 0, detail }]
  }
  if (value < 0) return [{ field: path, type: 'invalid', value, detail: 'should be a non-negative integer' }]
  if (value <= maxReplicas) return []
  return [{ field: path, type: 'invalid', value, detail: `should be less than or equal to ${maxReplicas}` }]
}

function selectorFaults(object: KubeObject, path: string): readonly Finding[] {
  if (path === '') return []
  const { value, fault } = valueAtPath(object, path)
  const isText = value === undefined || typeof value === 'string'
  if (fault === undefined && isText) return []
  const detail =
    fault ??
    `${path} accessor error: ${goValue(value ?? null)} is of the type ${goType(value ?? null)}, expected string`
  return [{ field: path, type: 'invalid', value: '', detail }]
}

interface Found {
  readonly value?: Json
  readonly fault?: string
}

/** Walks a dotted path; a step into what is no map is a fault (unstructured.NestedFieldNoCopy). */
function valueAtPath(object: KubeObject, path: string): Found {
  let value: Json = object
  const steps = path.replace(/^\./, '').split('.')
  for (const [at, step] of steps.entries()) {
    if (value === null) return {}
    if (!isMap(value)) {
      const where = `.${steps.slice(0, at + 1).join('.')}`
      return {
        fault: `${where} accessor error: ${goValue(value)} is of the type ${goType(value)}, expected map[string]interface{}`,
      }
    }
    if (!Object.hasOwn(value, step)) return {}
    value = value[step] ?? null
  }
  return { value }
}

function goType(value: Json): string {
  if (value === null) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'map[string]interface {}'
}
