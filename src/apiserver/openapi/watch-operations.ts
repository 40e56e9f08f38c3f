import type { Operation } from './operation.ts'
import { type OperationContext, operationOf } from './operation-context.ts'
import { metaParameters, type Parameter, pretty } from './parameter.ts'

const watchEvent = 'io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent'

/** The deprecated paths under `/watch`. */
export function watchOperations(context: OperationContext): readonly Operation[] {
  const { kind, describe, root, collection, scopeWord, shared, named, produces } = context
  const streams = produces.filter((media) => !media.endsWith('yaml')).map((media) => `${media};stream=watch`)
  const listOptions = metaParameters('ListOptions', describe)
  const watched = `${root}/watch${collection.slice(root.length)}`
  const instead = "deprecated: use the 'watch' parameter with a list operation instead"
  const make = (path: string, id: string, parameters: readonly Parameter[], isOne = false): Operation =>
    operationOf(context, {
      path,
      method: 'get',
      action: isOne ? 'watch' : 'watchlist',
      name: ['watch', id],
      description: isOne
        ? `watch changes to an object of kind ${kind.kind}. ${instead}, filtered to a single item with the 'fieldSelector' parameter.`
        : `watch individual changes to a list of ${kind.kind}. ${instead}.`,
      parameters: [...listOptions, ...parameters],
      responses: { 200: watchEvent },
      produces: [...produces, ...streams],
    })
  return [
    ...(scopeWord === '' ? [] : [make(`${root}/watch/${kind.plural}`, `${kind.kind}ListForAllNamespaces`, [pretty])]),
    make(watched, `${scopeWord}${kind.kind}List`, shared),
    ...(kind.verbs.includes('get') ? [make(`${watched}/{name}`, scopeWord + kind.kind, named, true)] : []),
  ]
}
