import { listOf, mapOf, type Type, types } from '#cel'
import { objectType } from '../cel/declare.ts'
import { authorizerType, resourceCheckType } from '../cel/library/authorizer.ts'

/** Which variables an expression has beside `object`, `oldObject`, `request` and `namespaceObject`. */
export interface Declared {
  readonly hasParams: boolean
  readonly hasAuthorizer: boolean
  /** Types of `variables.X`, for policies; those that are compiled later are not there yet. */
  readonly variables?: ReadonlyMap<string, Type>
  /** Types of `object` and `oldObject`, and of `params`, where they are known; dyn otherwise. */
  readonly objectType?: Type
  readonly paramsType?: Type
}

/** The variables of expressions of admission (apiserver admission/plugin/cel, compile.go). */
export function declarations(declared: Declared): ReadonlyMap<string, Type> {
  const { hasParams, hasAuthorizer, variables, objectType: object = types.dyn, paramsType = types.dyn } = declared
  const all = new Map<string, Type>([
    ['object', object],
    ['oldObject', object],
    ['request', requestType],
    ['namespaceObject', namespaceType],
  ])
  if (hasParams) all.set('params', paramsType)
  if (hasAuthorizer) {
    all.set('authorizer', authorizerType)
    all.set('authorizer.requestResource', resourceCheckType)
  }
  if (variables !== undefined) all.set('variables', objectType('kubernetes.variables', variables))
  return all
}

const texts = (...names: readonly string[]): readonly (readonly [string, Type])[] =>
  names.map((name) => [name, types.string] as const)

const kindType = objectType('kubernetes.GroupVersionKind', new Map(texts('group', 'version', 'kind')))
const resourceType = objectType('kubernetes.GroupVersionResource', new Map(texts('group', 'version', 'resource')))

const userType = objectType(
  'kubernetes.UserInfo',
  new Map<string, Type>([
    ...texts('username', 'uid'),
    ['groups', listOf(types.string)],
    ['extra', mapOf(types.string, listOf(types.string))],
  ]),
)

const requestType = objectType(
  'kubernetes.AdmissionRequest',
  new Map<string, Type>([
    ...texts('subResource', 'requestSubResource', 'name', 'namespace', 'operation'),
    ['kind', kindType],
    ['resource', resourceType],
    ['requestKind', kindType],
    ['requestResource', resourceType],
    ['userInfo', userType],
    ['dryRun', types.bool],
    ['options', types.dyn],
  ]),
)

const metadataType = objectType(
  'kubernetes.NamespaceMetadata',
  new Map<string, Type>([
    ...texts('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
    ['labels', mapOf(types.string, types.string)],
    ['annotations', mapOf(types.string, types.string)],
    ['creationTimestamp', types.timestamp],
    ['deletionGracePeriodSeconds', types.int],
    ['deletionTimestamp', types.timestamp],
    ['generation', types.int],
    ['finalizers', listOf(types.string)],
  ]),
)

const conditionType = objectType(
  'kubernetes.NamespaceCondition',
  new Map<string, Type>([...texts('status', 'type', 'message', 'reason'), ['lastTransitionTime', types.timestamp]]),
)

const namespaceType = objectType(
  'kubernetes.Namespace',
  new Map<string, Type>([
    ['metadata', metadataType],
    ['spec', objectType('kubernetes.NamespaceSpec', new Map<string, Type>([['finalizers', listOf(types.string)]]))],
    [
      'status',
      objectType(
        'kubernetes.NamespaceStatus',
        new Map<string, Type>([
          ['conditions', listOf(conditionType)],
          ['phase', types.string],
        ]),
      ),
    ],
  ]),
)
