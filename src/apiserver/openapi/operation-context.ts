import type { Describe, Kind } from '#kinds'
import { type Operation, objectMedia, operationId, tagOf } from './operation.ts'
import { namespace, type Parameter, pathParameter, pretty } from './parameter.ts'

/** What the operations of a kind are made with. */
export interface OperationContext {
  readonly kind: Kind
  readonly describe: Describe
  /** Path of the group version: `/apis/apps/v1`. */
  readonly root: string
  /** Path of the collection an object is in, namespace included. */
  readonly collection: string
  /** `Namespaced`, or nothing. */
  readonly scopeWord: string
  /** namespace (where there is one) and `pretty`. */
  readonly shared: readonly Parameter[]
  /** Those, and `name`. */
  readonly named: readonly Parameter[]
  readonly produces: readonly string[]
  readonly consumes: readonly string[]
  readonly patchMedia: readonly string[]
}

/** The context of a kind. */
export function contextOf(kind: Kind, describe: Describe): OperationContext {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`
  const isNamespaced = kind.scope === 'Namespaced'
  const shared = isNamespaced ? [namespace, pretty] : [pretty]
  return {
    kind,
    describe,
    root,
    collection: `${root}${isNamespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`,
    scopeWord: isNamespaced ? 'Namespaced' : '',
    shared,
    named: [pathParameter('name', `name of the ${kind.kind}`), ...shared],
    produces: kind.isCustom === true ? ['application/json', 'application/yaml'] : objectMedia,
    consumes: kind.isCustom === true ? ['application/json', 'application/yaml'] : ['*/*'],
    patchMedia: kind.isCustom === true ? customPatchMedia : patchMedia,
  }
}

const customPatchMedia = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml']
const patchMedia = [...customPatchMedia, 'application/strategic-merge-patch+json']

/** Fills what all operations of a kind have alike. */
export function operationOf(
  { kind, produces, consumes }: OperationContext,
  own: Omit<Operation, 'tag' | 'kind' | 'produces' | 'consumes' | 'id'> &
    Partial<Pick<Operation, 'kind' | 'produces' | 'consumes'>> & { readonly name: readonly [string, string] },
): Operation {
  const { name, ...rest } = own
  const { group, version } = kind
  return {
    produces,
    consumes,
    kind: { group, version, kind: kind.kind },
    ...rest,
    id: operationId(name[0], group, version, name[1]),
    tag: tagOf(group, version),
  }
}

/** Parameters of a subresource: the object in the path is named after what travels there. */
export function namedAs(
  { kind, named }: OperationContext,
  body: { readonly kind: string } | undefined,
): readonly Parameter[] {
  if (body === undefined || kind.isCustom === true) return named
  return named.map((one) => (one.name === 'name' ? pathParameter('name', `name of the ${body.kind}`) : one))
}

/** Type of the body of a patch. */
export const patchType = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch'

/** ` a `, ` an `, or only a space before what is a plural (apiserver's GetArticleForNoun). */
export function articleOf(noun: string): string {
  if (noun.endsWith('s') && !noun.endsWith('ss')) return ' '
  return /^[aeiou]/i.test(noun) ? ' an ' : ' a '
}
