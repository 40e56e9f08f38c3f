import type { Kind } from '#kinds'
import { isSet, textAt } from '#kinds'
import { apiVersionOf, type JsonObject, type KubeObject, labelSelectorOf, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import type { Binding, Policy } from './policy.ts'

/** A policy or binding that cannot be used as it stands. */
export class ConfigurationError extends Error {
  readonly of: 'policy' | 'binding'
  constructor(of: 'policy' | 'binding', message: string, cause?: unknown) {
    super(`failed to configure ${of}: ${message}`, { cause })
    this.name = 'ConfigurationError'
    this.of = of
  }
}

/** The kind of a policy's parameters; undefined where it has none. Throws a ConfigurationError for a kind that is not there. */
export function paramKindOf({ paramKind }: Policy, registry: Registry): Kind | undefined {
  if (paramKind === undefined) return undefined
  const kind = registry.kinds.ofKind(paramKind.group, paramKind.version, paramKind.kind)
  if (kind !== undefined) return kind
  const place = paramKind.group === '' ? `/${paramKind.version}` : apiVersionOf(paramKind)
  const message = `failed to find resource referenced by paramKind: '${place}, Kind=${paramKind.kind}'`
  throw new ConfigurationError('policy', message)
}

/**
 * The parameters that a binding means, one run for each; a single undefined where policy or binding have none. Throws a
 * ConfigurationError (generic.CollectParams).
 */
export function collectParams(
  kind: Kind | undefined,
  { paramRef }: Binding,
  namespace: string,
  registry: Registry,
): readonly (KubeObject | undefined)[] {
  if (kind === undefined || paramRef === undefined) return [undefined]
  const place = placeOf(kind, paramRef, namespace)
  const found = select(kind, paramRef, place, registry)
  if (found.length === 0 && textAt(paramRef, 'parameterNotFoundAction') === 'Deny') {
    throw new ConfigurationError('binding', 'no params found for policy binding with `Deny` parameterNotFoundAction')
  }
  return found
}

function placeOf(kind: Kind, paramRef: JsonObject, namespace: string): string {
  const wanted = textAt(paramRef, 'namespace')
  if (kind.scope === 'Cluster') {
    if (wanted === '') return ''
    throw new ConfigurationError('binding', 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`')
  }
  const place = wanted === '' ? namespace : wanted
  if (place !== '') return place
  const message = 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources'
  throw new ConfigurationError('binding', message)
}

function select(kind: Kind, paramRef: JsonObject, namespace: string, registry: Registry): readonly KubeObject[] {
  const name = textAt(paramRef, 'name')
  if (name !== '') {
    const found = registry.read(kind, namespace, name)
    return found === undefined ? [] : [found]
  }
  if (!isSet(paramRef, 'selector')) {
    throw new ConfigurationError('binding', 'one of name or selector must be provided')
  }
  const selector = labelSelectorOf(paramRef['selector'])
  const labels = (object: KubeObject) => valueAt(object, 'metadata', 'labels') as JsonObject | undefined
  return registry.readAll(kind, namespace).filter((object) => selector.matches(labels(object)))
}
