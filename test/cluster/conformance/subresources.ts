import type { Obj } from './wire.ts'
import { eventually, holds, listAt, type World } from './world.ts'

/** Replicas are read and written through the scale subresource of a workload that has one replica. */
export async function scaleWorks({ api }: World, one: string): Promise<void> {
  const scale = await api.get(`${one}/scale`)
  holds(scale, { kind: 'Scale', spec: { replicas: 1 } })
  const larger = { ...scale, metadata: { ...(scale['metadata'] as Obj), resourceVersion: '' }, spec: { replicas: 2 } }
  holds(await api.put(`${one}/scale`, larger), { spec: { replicas: 2 } })
  holds(await api.get(one), { spec: { replicas: 2 } })
  await api.patch(`${one}/scale`, 'strategic', { spec: { replicas: 4 } })
  holds(await api.get(one), { spec: { replicas: 4 } })
  await eventually(async () => holds(await api.get(one), { status: { readyReplicas: 4 } }))
}

/** Conditions that somebody else writes into the status of a workload can be read there. */
export async function statusWorks({ api, json }: World, one: string): Promise<void> {
  const has = async (type: string): Promise<void> => {
    const found = listAt(await json.get(`${one}/status`), 'status.conditions').find((each) => each['type'] === type)
    holds(found, { type, status: 'True' })
  }
  const condition = (type: string): Obj => ({ type, status: 'True', reason: 'E2E', message: 'Set from e2e test' })
  const write = (found: Obj): void => {
    const conditions = [...listAt(found, 'status.conditions'), condition('StatusUpdate')]
    ;(found['status'] as Obj)['conditions'] = conditions
  }
  await api.update(one, write, '/status')
  await eventually(() => has('StatusUpdate'))
  await api.patch(`${one}/status`, 'strategic', { status: { conditions: [condition('StatusPatched')] } })
  await eventually(() => has('StatusPatched'))
}
