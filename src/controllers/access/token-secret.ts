import { type JsonObject, type KubeObject, textAt } from '#kube'
import type { Context, Controller } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'

/** A token of a service account that lives as long as its secret. */
export type SignToken = (account: KubeObject, secretName: string) => string

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'

/**
 * Fills secrets of type `kubernetes.io/service-account-token`, and takes away those whose service account is gone. Source:
 * kubernetes pkg/controller/serviceaccount/tokens_controller.go.
 */
export function tokenSecretController(sign: SignToken, authority: () => string): Controller {
  return {
    name: 'serviceaccount-token',
    watches: [
      {
        type: views.accountTokens,
        keysOf: ({ object }) =>
          object['type'] === TYPE
            ? [{ namespace: textAt(object, 'metadata', 'namespace'), name: object.metadata.name }]
            : [],
      },
      {
        type: views.serviceAccounts,
        keysOf: ({ object }, context) =>
          context
            .informer(views.accountTokens)
            .cache.list(textAt(object, 'metadata', 'namespace'))
            .filter((secret) => secret['type'] === TYPE && annotation(secret, NAME) === object.metadata.name)
            .map((secret) => ({ namespace: textAt(secret, 'metadata', 'namespace'), name: secret.metadata.name })),
      },
    ],
    reconcile: async ({ namespace, name }, context) => {
      const secret = context.informer(views.accountTokens).cache.get(namespace, name)
      if (secret === undefined || annotation(secret, NAME) === '') return undefined
      const account = await accountOf(secret, context)
      if (account === undefined) await remove(secret, context)
      else await fill(secret, account, { sign, authority, context })
      return undefined
    },
  }
}

function annotation(secret: KubeObject, key: string): string {
  return textAt(secret, 'metadata', 'annotations', key)
}

/** The account that the secret names; asked at the server before a secret is taken away. */
async function accountOf(secret: KubeObject, { client }: Context): Promise<KubeObject | undefined> {
  const place = { namespace: textAt(secret, 'metadata', 'namespace'), name: annotation(secret, NAME) }
  const account = await unless(['NotFound'], client.get(types.serviceAccounts, place))
  const uid = annotation(secret, UID)
  return account !== undefined && (uid === '' || uid === account.metadata['uid']) ? account : undefined
}

async function remove(secret: KubeObject, { client }: Context): Promise<void> {
  const place = { namespace: textAt(secret, 'metadata', 'namespace'), name: secret.metadata.name }
  await unless(
    ['NotFound', 'Conflict'],
    client.remove(types.secrets, place, { preconditions: { uid: secret.metadata['uid'] ?? '' } }),
  )
}

interface Filling {
  readonly sign: SignToken
  readonly authority: () => string
  readonly context: Context
}

async function fill(secret: KubeObject, account: KubeObject, { sign, authority, context }: Filling): Promise<void> {
  const data = (secret['data'] ?? {}) as JsonObject
  const uid = textAt(account, 'metadata', 'uid')
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const wanted: JsonObject = {
    ...data,
    'ca.crt': base64(authority()),
    namespace: base64(textAt(secret, 'metadata', 'namespace')),
    token: data['token'] ?? base64(sign(account, secret.metadata.name)),
  }
  const isSame = Object.keys(wanted).every((key) => data[key] === wanted[key]) && annotation(secret, UID) === uid
  if (isSame) return
  const annotations = { ...(secret.metadata['annotations'] as JsonObject | undefined), [UID]: uid }
  const filled: KubeObject = { ...secret, metadata: { ...secret.metadata, annotations }, data: wanted }
  await unless(['NotFound'], context.client.update(types.secrets, filled))
}
