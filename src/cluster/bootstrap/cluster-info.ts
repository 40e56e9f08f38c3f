import { type Client, coreType, type ResourceType } from '#client'
import { type KubeObject, valueAt } from '#kube'
import { ensure } from './create.ts'

const PLACE = { namespace: 'kube-public', name: 'cluster-info' }
const configMaps = coreType('configmaps', 'ConfigMap')

/**
 * Publishes where the cluster is and whom it trusts, as kubeadm does: everybody may read it, and who has a bootstrap token
 * can tell by its signature that it is genuine. `trusted` are PEM certificates.
 */
export async function publishClusterInfo(client: Client, server: string, trusted: readonly string[]): Promise<void> {
  const kubeconfig = kubeconfigText(server, Buffer.from(trusted.join('')).toString('base64'))
  await Promise.all([
    ensure(client, configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: PLACE, data: { kubeconfig } }),
    ensure(client, rbac('roles', 'Role'), READER),
    ensure(client, rbac('rolebindings', 'RoleBinding'), EVERYBODY),
  ])
  const present = await client.get(configMaps, PLACE)
  if (valueAt(present, 'data', 'kubeconfig') !== kubeconfig)
    await client.patch(configMaps, PLACE, { type: 'merge', body: { data: { kubeconfig } } })
}

/** A kubeconfig without users, as Go prints it. */
function kubeconfigText(server: string, authority: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${authority}
    server: ${server}
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`
}

function rbac(resource: string, kind: string): ResourceType {
  return { group: 'rbac.authorization.k8s.io', version: 'v1', resource, kind, isNamespaced: true }
}

const ROLE = 'kubeadm:bootstrap-signer-clusterinfo'
const GROUP = 'rbac.authorization.k8s.io'

const READER: KubeObject = {
  apiVersion: `${GROUP}/v1`,
  kind: 'Role',
  metadata: { namespace: PLACE.namespace, name: ROLE },
  rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [PLACE.name], verbs: ['get'] }],
}

const EVERYBODY: KubeObject = {
  apiVersion: `${GROUP}/v1`,
  kind: 'RoleBinding',
  metadata: { namespace: PLACE.namespace, name: ROLE },
  roleRef: { apiGroup: GROUP, kind: 'Role', name: ROLE },
  subjects: [{ apiGroup: GROUP, kind: 'User', name: 'system:anonymous' }],
}
