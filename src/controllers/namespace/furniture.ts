import { isTerminating, type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import type { Context, Controller, Followed } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'

/** Gives every namespace its `default` ServiceAccount. Source: kubernetes pkg/controller/serviceaccount. */
export const serviceAccountController: Controller = {
  name: 'serviceaccount',
  ...inEveryNamespace(views.serviceAccounts, 'default'),
  reconcile: async ({ name: namespace }, context) => {
    if (!isActive(namespace, context) || present(views.serviceAccounts, namespace, 'default', context)) return undefined
    const account: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }
    await unless(['AlreadyExists', 'NotFound'], context.client.create(types.serviceAccounts, account))
    return undefined
  },
}

const NOTE =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** Keeps the authority's certificate in every namespace as ConfigMap `kube-root-ca.crt`. Source: kubernetes rootcacertpublisher. */
export function rootCaController(authority: () => string): Controller {
  const name = 'kube-root-ca.crt'
  return {
    name: 'root-ca',
    ...inEveryNamespace(views.rootCa, name),
    reconcile: async ({ name: namespace }, context) => {
      if (!isActive(namespace, context)) return undefined
      const data: JsonObject = { 'ca.crt': authority() }
      const current = context.informer(views.rootCa).cache.get(namespace, name)
      if (current === undefined) {
        const metadata = { name, namespace, annotations: { 'kubernetes.io/description': NOTE } }
        const made: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
        await unless(['AlreadyExists', 'NotFound'], context.client.create(types.configMaps, made))
      } else if (!sameJson(current['data'], data)) {
        await unless(['NotFound'], context.client.update(types.configMaps, { ...current, data }))
      }
      return undefined
    },
  }
}

/** The key is the namespace's name, whether it or the object in it changed. */
function inEveryNamespace(type: Followed, name: string): Pick<Controller, 'watches'> {
  return {
    watches: [
      { type: types.namespaces },
      {
        type,
        keysOf: ({ object }) =>
          object.metadata.name === name ? [{ namespace: '', name: textAt(object, 'metadata', 'namespace') }] : [],
      },
    ],
  }
}

function isActive(name: string, context: Context): boolean {
  const namespace = context.informer(types.namespaces).cache.get('', name)
  return namespace !== undefined && !isTerminating(namespace)
}

function present(type: Followed, namespace: string, name: string, context: Context): boolean {
  return context.informer(type).cache.get(namespace, name) !== undefined
}
