import { expect, test } from 'vitest'
import { type Client, coreType, type ResourceType } from '#client'
import { startCluster } from '#cluster'
import { type JsonObject, type KubeObject, valueAt } from '#kube'
import { fastClock } from './fast-clock.ts'

const services = coreType('services', 'Service')
const ranges: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  resource: 'servicecidrs',
  kind: 'ServiceCIDR',
  isNamespaced: false,
}
const more = { name: 'more' }
const place = { namespace: 'default', name: 's' }

test('a range is ready, gives addresses, and goes when none of its addresses is left', () =>
  onCluster(async (client) => {
    await client.create(ranges, object(ranges, more, { cidrs: ['192.168.77.0/28'] }))
    await eventually(async () => expect(await readyOf(client)).toMatchObject({ status: 'True', reason: '' }))
    await client.create(services, object(services, place, { clusterIP: '192.168.77.5', ports: [{ port: 80 }] }))
    await client.remove(ranges, more)
    await eventually(async () =>
      expect(await readyOf(client)).toMatchObject({ status: 'False', reason: 'Terminating' }),
    )
    await client.remove(services, place)
    await eventually(() => expect(client.get(ranges, more)).rejects.toMatchObject({ code: 'NotFound' }))
  }))

function object(type: ResourceType, metadata: KubeObject['metadata'], spec: JsonObject): KubeObject {
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`
  return { apiVersion, kind: type.kind, metadata, spec }
}

async function readyOf(client: Client): Promise<JsonObject | undefined> {
  const conditions = valueAt(await client.get(ranges, more), 'status', 'conditions') as JsonObject[] | undefined
  return conditions?.[0]
}

async function onCluster(work: (client: Client) => Promise<void>): Promise<void> {
  const cluster = await startCluster({ listens: false, store: 'memory', clock: fastClock(20) })
  try {
    await work(cluster.client)
  } finally {
    await cluster.stop()
  }
}

async function eventually(check: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await check()
      return
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
