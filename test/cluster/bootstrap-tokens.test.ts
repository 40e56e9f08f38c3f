import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Client, coreType } from '#client'
import { withCluster } from '#cluster/testing'
import { textAt, valueAt } from '#kube'

const configMaps = coreType('configmaps', 'ConfigMap')
const secrets = coreType('secrets', 'Secret')
const info = { namespace: 'kube-public', name: 'cluster-info' }

test('a token signs where the cluster is; without the token the signature goes', () =>
  withCluster(async ({ client }) => {
    await createToken(client, { 'usage-bootstrap-signing': 'true' })
    const signature = await eventually(async () => {
      const found = textAt(await client.get(configMaps, info), 'data', 'jws-kubeconfig-abcdef')
      expect(found).not.toBe('')
      return found
    })
    const content = textAt(await client.get(configMaps, info), 'data', 'kubeconfig')
    expect(content).toMatch(/^apiVersion: v1\nclusters:\n- cluster:\n {4}certificate-authority-data: LS0t/)
    const [header = '', body, sum] = signature.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))).toEqual({ alg: 'HS256', kid: 'abcdef' })
    const signed = `${header}.${Buffer.from(content).toString('base64url')}`
    expect([body, sum]).toEqual(['', createHmac('sha256', '0123456789abcdef').update(signed).digest('base64url')])
    await client.remove(secrets, { namespace: 'kube-system', name: 'bootstrap-token-abcdef' })
    await eventually(async () =>
      expect(Object.keys(valueAt(await client.get(configMaps, info), 'data') ?? {})).toEqual(['kubeconfig']),
    )
  }))

async function createToken(client: Client, more: Readonly<Record<string, string>>): Promise<void> {
  await client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: 'kube-system', name: 'bootstrap-token-abcdef' },
    type: 'bootstrap.kubernetes.io/token',
    stringData: { 'token-id': 'abcdef', 'token-secret': '0123456789abcdef', ...more },
  })
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (attempt > 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
