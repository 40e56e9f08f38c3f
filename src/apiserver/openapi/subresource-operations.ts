import type { Subresource } from '#kinds'
import { bodyModelName, modelName } from './model-name.ts'
import { capitalized, type Operation } from './operation.ts'
import { articleOf, namedAs, type OperationContext, operationOf, patchType } from './operation-context.ts'
import { metaParameters } from './parameter.ts'

/** The operations on a subresource that objects travel to and from: `status`, `scale`, `eviction`, `token` … */
export function subresourceOperations(context: OperationContext, sub: Subresource): readonly Operation[] {
  const inside = { ...context, named: namedAs(context, sub.body) }
  return sub.verbs.flatMap((verb) => {
    const make = makers[verb]
    return make === undefined ? [] : [make(inside, sub)]
  })
}

type Maker = (context: OperationContext, sub: Subresource) => Operation

const makers: Readonly<Record<string, Maker>> = {
  get: (context, sub) =>
    operationOf(context, {
      ...partsOf(context, sub, 'read'),
      method: 'get',
      action: 'get',
      description: `read ${sub.name} of the specified ${context.kind.kind}`,
      parameters: context.named,
      responses: { 200: typeOf(context, sub) },
    }),
  update: (context, sub) =>
    operationOf(context, {
      ...partsOf(context, sub, 'replace'),
      method: 'put',
      action: 'put',
      description: `replace ${sub.name} of the specified ${context.kind.kind}`,
      parameters: [...metaParameters('UpdateOptions', context.describe), ...context.named],
      body: { type: typeOf(context, sub) },
      responses: { 200: typeOf(context, sub), 201: typeOf(context, sub) },
    }),
  patch: (context, sub) =>
    operationOf(context, {
      ...partsOf(context, sub, 'patch'),
      method: 'patch',
      action: 'patch',
      description: `partially update ${sub.name} of the specified ${context.kind.kind}`,
      parameters: [...metaParameters('PatchOptions', context.describe), ...context.named],
      body: { type: patchType },
      consumes: context.patchMedia,
      responses: { 200: typeOf(context, sub), ...(context.kind.isCustom !== true && { 201: typeOf(context, sub) }) },
    }),
  create: (context, sub) =>
    operationOf(context, {
      ...partsOf(context, sub, 'create'),
      method: 'post',
      action: 'post',
      description: `create ${sub.name} of${articleOf(context.kind.kind)}${context.kind.kind}`,
      parameters: [...metaParameters('CreateOptions', context.describe), ...context.named],
      body: { type: typeOf(context, sub) },
      responses: { 200: typeOf(context, sub), 201: typeOf(context, sub), 202: typeOf(context, sub) },
    }),
}

function partsOf(
  context: OperationContext,
  sub: Subresource,
  verb: string,
): Pick<Operation, 'path'> & Partial<Pick<Operation, 'kind'>> & { readonly name: readonly [string, string] } {
  const { kind, collection, scopeWord } = context
  return {
    path: `${collection}/{name}/${sub.name}`,
    name: [verb, scopeWord + kind.kind + capitalized(sub.name)],
    // The kind of a custom resource is told even where a Scale travels, as the reference does.
    ...(sub.body !== undefined && kind.isCustom !== true && { kind: sub.body }),
  }
}

function typeOf({ kind }: OperationContext, sub: Subresource): string {
  return sub.body === undefined ? modelName(kind) : bodyModelName(sub.body)
}
