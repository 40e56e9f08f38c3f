import type { Describe, Kind } from '#kinds'
import { connectOperations, isStream } from './connect-operations.ts'
import { listModelName, modelName } from './model-name.ts'
import type { Operation } from './operation.ts'
import { articleOf, contextOf, type OperationContext, operationOf, patchType } from './operation-context.ts'
import { metaParameters, pretty } from './parameter.ts'
import { subresourceOperations } from './subresource-operations.ts'
import { watchOperations } from './watch-operations.ts'

const status = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status'
const deleteOptions = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'

/** Every operation on a kind, its subresources and its watches included (apiserver's installer.go). */
export function kindOperations(kind: Kind, describe: Describe): readonly Operation[] {
  const context = contextOf(kind, describe)
  const verbs = new Set<string>(kind.verbs)
  return [
    ...collectionOperations(context).filter(({ action }) => verbs.has(verbOf[action ?? ''] ?? '')),
    ...objectOperations(context).filter(({ action }) => verbs.has(verbOf[action ?? ''] ?? '')),
    ...(verbs.has('watch') && kind.isCustom !== true ? watchOperations(context) : []),
    ...kind.subresources.flatMap((one) => {
      return isStream(one) ? connectOperations(context, one) : subresourceOperations(context, one)
    }),
  ]
}

const verbOf: Readonly<Record<string, string>> = {
  list: 'list',
  post: 'create',
  deletecollection: 'deletecollection',
  get: 'get',
  put: 'update',
  patch: 'patch',
  delete: 'delete',
}

function collectionOperations(context: OperationContext): readonly Operation[] {
  const { kind, describe, root, collection, scopeWord, shared, produces } = context
  const streams = produces.filter((media) => !media.endsWith('yaml')).map((media) => `${media};stream=watch`)
  const isWatched = kind.isCustom !== true && kind.verbs.includes('watch')
  const list = {
    method: 'get',
    action: 'list',
    description: `${isWatched ? 'list or watch' : 'list'} objects of kind ${kind.kind}`,
    responses: { 200: listModelName(kind) },
    produces: kind.isCustom === true ? produces : [...produces, ...streams],
  } as const
  const listOptions = metaParameters('ListOptions', describe)
  const everywhere = operationOf(context, {
    ...list,
    path: `${root}/${kind.plural}`,
    name: ['list', `${kind.kind}ForAllNamespaces`],
    parameters: [...listOptions, pretty],
  })
  return [
    ...(scopeWord === '' ? [] : [everywhere]),
    operationOf(context, {
      ...list,
      path: collection,
      name: ['list', scopeWord + kind.kind],
      parameters: [...listOptions, ...shared],
    }),
    operationOf(context, {
      path: collection,
      method: 'post',
      action: 'post',
      name: ['create', scopeWord + kind.kind],
      description: `create${articleOf(kind.kind)}${kind.kind}`,
      parameters: [...metaParameters('CreateOptions', describe), ...shared],
      body: { type: modelName(kind) },
      responses: { 200: modelName(kind), 201: modelName(kind), 202: modelName(kind) },
    }),
    deleteCollection(context),
  ]
}

function deleteCollection(context: OperationContext): Operation {
  const { kind, describe, collection, scopeWord, shared } = context
  const listOptions = metaParameters('ListOptions', describe)
  const selecting = listOptions.filter(({ name }) => name !== 'watch' && name !== 'allowWatchBookmarks')
  return operationOf(context, {
    path: collection,
    method: 'delete',
    action: 'deletecollection',
    name: ['delete', `Collection${scopeWord}${kind.kind}`],
    description: `delete collection of ${kind.kind}`,
    parameters:
      kind.isCustom === true
        ? [...listOptions, ...shared]
        : [...selecting, ...metaParameters('DeleteOptions', describe), ...shared],
    ...(kind.isCustom !== true && { body: { type: deleteOptions, isOptional: true } }),
    responses: { 200: status },
  })
}

function objectOperations(context: OperationContext): readonly Operation[] {
  const { kind, describe, collection, scopeWord, named, patchMedia: media } = context
  const [path, type, word] = [`${collection}/{name}`, modelName(kind), scopeWord + kind.kind]
  const deleted = returnsDeleted.has(`${kind.group}/${kind.plural}`) ? type : status
  const getOptions = kind.isCustom === true ? metaParameters('GetOptions', describe) : []
  return [
    operationOf(context, {
      path,
      method: 'get',
      action: 'get',
      name: ['read', word],
      description: `read the specified ${kind.kind}`,
      parameters: [...getOptions, ...named],
      responses: { 200: type },
    }),
    operationOf(context, {
      path,
      method: 'put',
      action: 'put',
      name: ['replace', word],
      description: `replace the specified ${kind.kind}`,
      parameters: [...metaParameters('UpdateOptions', describe), ...named],
      body: { type },
      responses: { 200: type, 201: type },
    }),
    operationOf(context, {
      path,
      method: 'patch',
      action: 'patch',
      name: ['patch', word],
      description: `partially update the specified ${kind.kind}`,
      parameters: [...metaParameters('PatchOptions', describe), ...named],
      body: { type: patchType },
      consumes: media,
      responses: kind.isCustom === true ? { 200: type } : { 200: type, 201: type },
    }),
    operationOf(context, {
      path,
      method: 'delete',
      action: 'delete',
      name: ['delete', word],
      description: `delete${articleOf(kind.kind)}${kind.kind}`,
      parameters: [...metaParameters('DeleteOptions', describe), ...named],
      body: { type: deleteOptions, isOptional: true },
      responses: { 200: deleted, 202: deleted },
    }),
  ]
}

/** Kinds whose DELETE answers with the object. */
const returnsDeleted = new Set([
  '/persistentvolumeclaims',
  '/persistentvolumes',
  '/pods',
  '/podtemplates',
  '/resourcequotas',
  '/serviceaccounts',
  '/services',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceclaims',
  'resource.k8s.io/resourceclaimtemplates',
  'resource.k8s.io/resourceslices',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/volumeattachments',
  'storage.k8s.io/volumeattributesclasses',
])
