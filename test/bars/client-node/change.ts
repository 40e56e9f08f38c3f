import type { ApiObject } from './library.ts'
import { codeOf, configMap, type Session, same } from './session.ts'

const place = { namespace: 'default', name: 'changed' }

/** Patches of every kind, server-side apply with a conflict and its override, refusals, pages of a list. */
export async function changes(session: Session): Promise<void> {
  const { core } = session
  await core.createNamespacedConfigMap({ namespace: 'default', body: configMap('changed', { a: '1', b: '2' }) })
  const patch = patcher(session)
  same('merge', dataOf(await patch('MergePatch', { data: { a: '3', b: null } })), { a: '3' })
  same('strategic', dataOf(await patch('StrategicMergePatch', { data: { c: '4' } })), { a: '3', c: '4' })
  same('json', dataOf(await patch('JsonPatch', [{ op: 'remove', path: '/data/c' }])), { a: '3' })
  same('failing test', await codeOf(patch('JsonPatch', [{ op: 'test', path: '/data/a', value: '9' }])), 422)
  const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'changed' }, data: { mine: 'x' } }
  same('apply', dataOf(await patch('ServerSideApply', applied, { fieldManager: 'one' })), { a: '3', mine: 'x' })
  const other = { ...applied, data: { mine: 'y' } }
  same('conflict', await codeOf(patch('ServerSideApply', other, { fieldManager: 'two' })), 409)
  const forced = await patch('ServerSideApply', other, { fieldManager: 'two', force: true })
  same('force', dataOf(forced), { a: '3', mine: 'y' })
  const dry = await patch('MergePatch', { data: { a: '7' } }, { dryRun: 'All' })
  same(
    'dry run',
    [dataOf(dry), dataOf(await core.readNamespacedConfigMap(place))],
    [
      { a: '7', mine: 'y' },
      { a: '3', mine: 'y' },
    ],
  )
  same(
    'stale',
    await codeOf(
      core.replaceNamespacedConfigMap({
        ...place,
        body: { ...dry, metadata: { ...dry.metadata, resourceVersion: '1' } },
      }),
    ),
    409,
  )
  same('absent', await codeOf(core.readNamespacedConfigMap({ ...place, name: 'absent' })), 404)
  await pages(session)
}

async function pages({ core }: Session): Promise<void> {
  for (const name of ['p1', 'p2', 'p3'])
    await core.createNamespacedConfigMap({ namespace: 'default', body: configMap(name, {}, { app: 'paged' }) })
  const names: string[] = []
  let next: unknown
  do {
    const query = {
      namespace: 'default',
      labelSelector: 'app=paged',
      limit: 2,
      ...(next !== undefined && { _continue: next }),
    }
    const { items, metadata } = await core.listNamespacedConfigMap(query)
    names.push(...items.map(({ metadata: { name } }) => name))
    next = metadata['_continue']
  } while (next !== undefined && next !== '')
  same('pages', names, ['p1', 'p2', 'p3'])
}

type Patcher = (
  kind: 'JsonPatch' | 'MergePatch' | 'StrategicMergePatch' | 'ServerSideApply',
  body: unknown,
  more?: Record<string, unknown>,
) => Promise<ApiObject>

function patcher({ core, library }: Session): Patcher {
  return (kind, body, more = {}) => {
    const options = library.setHeaderOptions('Content-Type', library.PatchStrategy[kind])
    return core.patchNamespacedConfigMap({ ...place, body, ...more }, options)
  }
}

function dataOf(object: ApiObject): unknown {
  return object['data']
}
