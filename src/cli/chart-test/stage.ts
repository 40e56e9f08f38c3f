import { type Client, coreType, waitFor } from '#client'
import type { Clock, KubeObject } from '#kube'
import type { ReleaseContent, ReleaseWorld, RenderContent } from '#release'
import { deployFlags } from '../flags/deploy.ts'
import { durationMs } from '../flags/duration.ts'
import { globalFlags } from '../flags/global.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { contentOf } from '../release/content.ts'
import { type Ephemeral, type EphemeralOptions, startEphemeral } from './ephemeral.ts'
import type { ChartTestInput } from './flags.ts'
import { createCrds, createObjects } from './given.ts'
import { createObserver, type Observer } from './observe.ts'
import type { TestCase } from './result.ts'
import { makeStandIns } from './stand-ins.ts'
import { type Survey, survey } from './survey.ts'
import { worldOn } from './world.ts'

/** What all cases share. */
export interface TestSettings {
  readonly flags: ChartTestInput['flags']
  readonly session: Session
  readonly cluster: EphemeralOptions
  /** Made before anything is installed. */
  readonly crds: readonly KubeObject[]
  /** Found by the chart in its namespace, or where they say. */
  readonly objects: readonly KubeObject[]
}

/** Where one case is played: a cluster of its own, and what is known by now. */
export interface Stage {
  readonly test: TestCase
  readonly settings: TestSettings
  readonly cluster: Ephemeral
  readonly world: ReleaseWorld
  readonly observer: Observer
  readonly release: string
  readonly timeoutMs: number
  /** As Helm waits that is followed. */
  readonly wait: 'watcher' | 'legacy'
  /** Renders a version of the chart with the values of the case; what comes out is put into `contents`. */
  render(folder: string): RenderContent
  /** What was rendered, the last one last. */
  readonly contents: ReleaseContent[]
  readonly before: Survey
  /** What is no failure and should be known. */
  readonly notes: string[]
  close(): Promise<void>
}

/** Starts a cluster for a case, with a namespace for its release. Throws ClusterError, StatusError. */
export async function openStage(test: TestCase, settings: TestSettings): Promise<Stage> {
  const { flags, session, crds, objects } = settings
  const cluster = await startEphemeral(settings.cluster)
  const notes: string[] = []
  const { client, clock } = cluster
  const standIns = makeStandIns({ client, clock, tell: (text) => notes.push(text) })
  const close = async (): Promise<void> => {
    await standIns.close()
    await cluster.stop()
  }
  try {
    const release = flags['release-name'] ?? releaseName(test.name)
    const namespace = flags.namespace ?? release
    await createCrds(client, crds, clock)
    await createNamespace(client, namespace, clock)
    await createObjects(client, objects, namespace)
    const observer = createObserver()
    const world = worldOn(cluster, namespace, { session, report: observer.report })
    observer.follow(world)
    const stage: Stage = {
      test,
      settings,
      cluster,
      world,
      observer,
      release,
      timeoutMs: durationMs(flags.timeout),
      wait: flags.compat === 'helm3' ? 'legacy' : 'watcher',
      render: (folder) => remembering(stage, folder),
      contents: [],
      before: await survey(client),
      notes,
      close,
    }
    return stage
  } catch (error) {
    await close()
    throw error
  }
}

/** The most that Helm allows. */
const MAX_NAME = 53

/** The chart's own name: what people often call its release. */
function releaseName(chart: string): string {
  const name = chart.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')
  return name.slice(0, MAX_NAME).replaceAll(/^-+|-+$/g, '') || 'test'
}

/** How long a new namespace may take until it is furnished. */
const FURNISHED_MS = 30_000

/** Makes a namespace and waits until it has what every namespace has. */
async function createNamespace(client: Client, name: string, clock: Clock): Promise<void> {
  const namespaces = coreType('namespaces', 'Namespace', false)
  const isThere = await client.get(namespaces, { name }).then(
    () => true,
    () => false,
  )
  if (!isThere) await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const options = { clock, timeoutMs: FURNISHED_MS }
  const exists = (object: KubeObject | undefined): boolean => object !== undefined
  const account = { type: coreType('serviceaccounts', 'ServiceAccount'), namespace: name, name: 'default' }
  await waitFor(client, account, exists, options)
  const authority = { type: coreType('configmaps', 'ConfigMap'), namespace: name, name: 'kube-root-ca.crt' }
  await waitFor(client, authority, exists, options)
}

function remembering(stage: Stage, folder: string): RenderContent {
  const { flags, session } = stage.settings
  const bare = parseFlags({ ...globalFlags, ...deployFlags }, []).flags
  // the chart is a folder here: what helped to find it has been used
  // clusters live in the same process: its memory grows by more than the render's
  const limits = ['memory=2Gi', ...flags.limits]
  const own = {
    ...bare,
    ...flags,
    limits,
    repo: undefined,
    version: undefined,
    verify: false,
    'dependency-update': false,
    values: stage.test.values,
  }
  const render = contentOf(folder, own, session)
  return async (request) => {
    const content = await render(request)
    stage.contents.push(content)
    return content
  }
}
