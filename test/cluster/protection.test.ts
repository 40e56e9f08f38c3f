import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Client, coreType } from '#client'
import { withCluster } from '#cluster/testing'
import { valueAt } from '#kube'

const claims = coreType('persistentvolumeclaims', 'PersistentVolumeClaim')
const volumes = coreType('persistentvolumes', 'PersistentVolume', false)
const pods = coreType('pods', 'Pod')
const place = { namespace: 'default', name: 'data' }

test('a claim that a pod on a node has goes when the pod is gone', () =>
  withCluster(async ({ client }) => {
    await eventually(() =>
      client.get(coreType('serviceaccounts', 'ServiceAccount'), { namespace: 'default', name: 'default' }),
    )
    const node = (await client.list(coreType('nodes', 'Node', false))).items[0]?.metadata.name ?? ''
    await createClaim(client)
    const spec = {
      nodeName: node,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: 'c' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    }
    await client.create(pods, { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'user', namespace: 'default' }, spec })
    await client.remove(claims, place)
    await sleep(500)
    expect(valueAt(await client.get(claims, place), 'metadata', 'finalizers')).toEqual(['kubernetes.io/pvc-protection'])
    await client.remove(pods, { namespace: 'default', name: 'user' }, { gracePeriodSeconds: 0 })
    await eventually(() => expect(client.get(claims, place)).rejects.toMatchObject({ code: 'NotFound' }))
  }))

test('a bound volume goes when it is let go', () =>
  withCluster(async ({ client }) => {
    const metadata = { name: 'disk' }
    const spec = {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/data' },
      claimRef: place,
      storageClassName: 'local-path',
    }
    await client.create(volumes, { kind: 'PersistentVolume', apiVersion: 'v1', metadata, spec })
    await createClaim(client)
    await eventually(async () => expect(valueAt(await client.get(volumes, metadata), 'status', 'phase')).toBe('Bound'))
    await client.remove(volumes, metadata)
    await sleep(500)
    expect(valueAt(await client.get(volumes, metadata), 'metadata', 'deletionTimestamp')).toBeDefined()
    await client.remove(claims, place)
    await eventually(() => expect(client.get(volumes, metadata)).rejects.toMatchObject({ code: 'NotFound' }))
  }))

async function createClaim(client: Client): Promise<void> {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  await client.create(claims, { kind: 'PersistentVolumeClaim', apiVersion: 'v1', metadata: place, spec })
}

async function eventually(check: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await check()
      return
    } catch (error) {
      if (attempt > 100) throw error
      await sleep(100)
    }
  }
}
