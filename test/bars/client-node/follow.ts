import type { ApiObject, LibraryInformer } from './library.ts'
import { configMap, pauseMs, type Session, same, until } from './session.ts'

const PATH = '/api/v1/namespaces/default/configmaps'
const namespace = 'default'

/** An informer with a selector tells what is added, changed and deleted, and keeps what is there. */
export async function informs(session: Session): Promise<void> {
  const { core } = session
  await core.createNamespacedConfigMap({ namespace, body: configMap('there', { a: '1' }, { app: 'informed' }) })
  const { informer, told } = informerOf(session, 'app=informed')
  await informer.start()
  await until(
    'the first list',
    () => told.includes('add there 1'),
    () => told,
  )
  await core.createNamespacedConfigMap({ namespace, body: configMap('new', { a: '1' }, { app: 'informed' }) })
  await core.createNamespacedConfigMap({ namespace, body: configMap('other', { a: '1' }) })
  await merge(session, 'new', { data: { a: '2' } })
  await merge(session, 'there', { metadata: { labels: { app: null } } })
  await core.deleteNamespacedConfigMap({ namespace, name: 'new' })
  await until(
    'the deletion',
    () => told.includes('delete new 2'),
    () => told,
  )
  same('events', told, ['add there 1', 'add new 1', 'update new 2', 'delete there 1', 'delete new 2'])
  same('cache', informer.list(namespace).length, 0)
  await informer.stop()
}

/** An informer that is started again after its server was away tells what happened meanwhile, once. */
export async function reconnects(session: Session): Promise<void> {
  const { core, cluster } = session
  for (const name of ['stays', 'goes'])
    await core.createNamespacedConfigMap({ namespace, body: configMap(name, { a: '1' }, { app: 'cut' }) })
  const { informer, told, errors } = informerOf(session, 'app=cut')
  await informer.start()
  await until(
    'the first list',
    () => told.length === 2,
    () => told,
  )
  cluster.berth('stop')
  await until('an error', () => errors.length > 0)
  cluster.berth('start')
  await core.deleteNamespacedConfigMap({ namespace, name: 'goes' })
  await core.createNamespacedConfigMap({ namespace, body: configMap('comes', { a: '1' }, { app: 'cut' }) })
  await until(
    'the change',
    () => told.includes('add comes 1') && told.includes('delete goes 1'),
    () => [told, errors],
  )
  same('events', told.slice(2).sort(), ['add comes 1', 'delete goes 1'])
  await informer.stop()
}

/** A watch from the last seen version goes on behind a restart of the server: no event is lost, none comes twice. */
export async function watchesOn(session: Session): Promise<void> {
  const { core, cluster } = session
  const first = await core.createNamespacedConfigMap({ namespace, body: configMap('counted', { n: '0' }) })
  const seen: string[] = []
  let version = first.metadata.resourceVersion
  const follow = async (): Promise<() => boolean> => {
    let isDone = false
    const watch = new session.library.Watch(session.config)
    const onEvent = (_: string, object: ApiObject): void => {
      seen.push(String((object['data'] as Record<string, string>)['n']))
      version = object.metadata.resourceVersion
    }
    const query = { resourceVersion: version, fieldSelector: 'metadata.name=counted' }
    await watch.watch(PATH, query, onEvent, () => (isDone = true))
    return () => isDone
  }
  const wanted: string[] = []
  for (let round = 0; round < 3; round++) {
    const isDone = await follow()
    const before = await count(session, wanted, 3)
    await until(
      'events',
      () => seen.length >= before,
      () => seen,
    )
    cluster.berth('stop')
    await until('the end of the watch', isDone)
    cluster.berth('start')
    await count(session, wanted, 3)
  }
  await follow()
  await until(
    'the rest',
    () => seen.length >= wanted.length,
    () => seen,
  )
  await pauseMs(200)
  same('events', seen, wanted)
}

/** Bookmarks close the first events of a streamed list, and come before a watch runs out, which ends cleanly. */
export async function bookmarks(session: Session): Promise<void> {
  const { core, library, config } = session
  await core.createNamespacedConfigMap({ namespace, body: configMap('marked', { a: '1' }, { app: 'marked' }) })
  const events: string[] = []
  const versions: number[] = []
  let end: unknown = 'runs'
  const query = {
    labelSelector: 'app=marked',
    allowWatchBookmarks: true,
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    timeoutSeconds: 5,
  }
  const onEvent = (type: string, { metadata }: ApiObject): void => {
    const annotations = (metadata['annotations'] ?? {}) as Record<string, string>
    events.push(`${type} ${metadata.name ?? ''} ${annotations['k8s.io/initial-events-end'] ?? ''}`.trim())
    versions.push(Number(metadata.resourceVersion))
  }
  await new library.Watch(config).watch(PATH, query, onEvent, (error) => (end = error))
  await until(
    'the end of the first events',
    () => events.length === 2,
    () => events,
  )
  await core.createNamespacedConfigMap({ namespace, body: configMap('unmarked', { a: '1' }) })
  await until('the end of the watch', () => end !== 'runs')
  same('events', events.slice(0, 3), ['ADDED marked', 'BOOKMARK  true', 'BOOKMARK'])
  same('end', end ?? null, null)
  if (!((versions[2] ?? 0) > (versions[1] ?? 0))) throw new Error(`a bookmark does not move on: ${versions.join(' ')}`)
}

async function count(session: Session, wanted: string[], times: number): Promise<number> {
  for (let time = 0; time < times; time++) {
    wanted.push(String(wanted.length + 1))
    await merge(session, 'counted', { data: { n: String(wanted.length) } })
  }
  return wanted.length
}

function informerOf(
  { library, config, core }: Session,
  selector: string,
): { readonly informer: LibraryInformer; readonly told: string[]; readonly errors: unknown[] } {
  const told: string[] = []
  const errors: unknown[] = []
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: selector })
  const informer = library.makeInformer(config, PATH, list, selector)
  for (const verb of ['add', 'update', 'delete'] as const)
    informer.on(verb, (object) =>
      told.push(`${verb} ${object.metadata.name} ${String((object['data'] as Record<string, string>)['a'])}`),
    )
  informer.on('error', (error) => {
    errors.push(String(error))
    setTimeout(() => void informer.start(), 500)
  })
  return { informer, told, errors }
}

function merge({ core, library }: Session, name: string, body: object): Promise<ApiObject> {
  const options = library.setHeaderOptions('Content-Type', library.PatchStrategy.MergePatch)
  return core.patchNamespacedConfigMap({ namespace, name, body }, options)
}
