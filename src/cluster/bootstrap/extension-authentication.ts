import { type Client, coreType } from '#client'
import { type Certificates, FRONT_PROXY } from '../state/certificates.ts'
import { put } from './create.ts'

/**
 * Tells aggregated API servers whom to believe: `kube-system/extension-apiserver-authentication`, as kube-apiserver writes
 * it.
 */
export async function publishAuthentication(
  client: Client,
  { trusted, trustedFrontProxies }: Pick<Certificates, 'trusted' | 'trustedFrontProxies'>,
): Promise<void> {
  await put(client, coreType('configmaps', 'ConfigMap'), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'kube-system', name: 'extension-apiserver-authentication' },
    data: {
      'client-ca-file': trusted.join(''),
      'requestheader-allowed-names': JSON.stringify([FRONT_PROXY]),
      'requestheader-client-ca-file': trustedFrontProxies.join(''),
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-uid-headers': '["X-Remote-Uid"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    },
  })
}
