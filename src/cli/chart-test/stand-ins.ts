import { type Client, coreType, createInformer, type ResourceType } from '#client'
import { type Clock, type JsonObject, type KubeObject, StatusError, textAt, timeText, valueAt } from '#kube'
import { type Need, needsOf } from './needs.ts'

const pods = coreType('pods', 'Pod')
const kinds = { Secret: coreType('secrets', 'Secret'), ConfigMap: coreType('configmaps', 'ConfigMap') } as const
const reviews: ResourceType = {
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
  isNamespaced: false,
}

/** The label of what was made in place of a program that does not run. */
export const STAND_IN = 'simulated.berth.dev/stand-in'

/** With what stand-ins are made. */
export interface StandInOptions {
  readonly client: Client
  readonly clock: Clock
  /** Told of each. */
  readonly tell: (text: string) => void
}

/** How long a pod waits before something is made for it. */
const PATIENCE_MS = 5000

/**
 * Simulated jobs and operators make nothing. A Secret or ConfigMap that pods wait for is made in their place when a pod has
 * run in its namespace whose account may create it; what nobody could have made stays missing. Works until it is closed.
 */
export function makeStandIns(options: StandInOptions): { close(): Promise<void> } {
  const { client, clock } = options
  const makers: Maker[] = []
  const informer = createInformer({ client, type: pods, clock, random: Math.random })
  let isClosed = false
  informer.onChange(({ type, object }) => {
    if (type === 'ADDED') makers.push(...makersOf(client, object))
  })
  const hasRun = ({ namespace, pod }: Maker): boolean => {
    const found = informer.cache.get(namespace, pod)
    return found === undefined || textAt(found['status'], 'phase') !== 'Pending'
  }
  const look = async (): Promise<void> => {
    const waiting = informer.cache.list().filter((pod) => isWaiting(pod, clock.now()))
    for (const need of waiting.flatMap(needsOf)) if (!isClosed) await provide(need, makers.filter(hasRun), options)
  }
  const again = (): void => {
    clock.setTimer(PATIENCE_MS, () => {
      if (isClosed) return
      // a server that refuses leaves the pods waiting, which is told then
      look()
        .catch(() => undefined)
        .finally(again)
    })
  }
  informer.start()
  again()
  return {
    close: () => {
      isClosed = true
      return informer.close()
    },
  }
}

/** A pod that may make objects of a kind. */
interface Maker {
  readonly namespace: string
  readonly pod: string
  readonly kind: Need['kind']
  readonly account: string
  /** Whether its account may create whatever it likes. */
  readonly mayAll: Promise<boolean>
}

/** Asks what the account of a pod may create while its roles are there: those of hooks go with their job. */
function makersOf(client: Client, pod: KubeObject): Maker[] {
  const namespace = textAt(pod.metadata, 'namespace')
  const account = textAt(pod['spec'], 'serviceAccountName')
  return (['Secret', 'ConfigMap'] as const).map((kind) => {
    const mayAll = may(client, { namespace, account, resource: kinds[kind].resource, verb: 'create' })
    return { namespace, pod: pod.metadata.name, kind, account, mayAll }
  })
}

interface Question {
  readonly namespace: string
  readonly account: string
  readonly resource: string
  readonly verb: 'create' | 'patch'
  readonly name?: string
}

async function may(client: Client, { namespace, account, ...attributes }: Question): Promise<boolean> {
  const user = `system:serviceaccount:${namespace}:${account}`
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated']
  const spec: JsonObject = { user, groups, resourceAttributes: { namespace, ...attributes } }
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: reviews.kind, metadata: { name: '' }, spec }
  const answer = await client.create(reviews, review).catch(() => undefined)
  return valueAt(answer, 'status', 'allowed') === true
}

function isWaiting(pod: KubeObject, nowMs: number): boolean {
  const isYoung = textAt(pod.metadata, 'creationTimestamp') > timeText(nowMs - PATIENCE_MS)
  return textAt(pod['status'], 'phase') === 'Pending' && textAt(pod['spec'], 'nodeName') !== '' && !isYoung
}

async function provide(
  { kind, namespace, name, keys }: Need,
  makers: readonly Maker[],
  { client, tell }: StandInOptions,
): Promise<void> {
  const able = makers.filter((one) => one.kind === kind && one.namespace === namespace)
  const maker = await firstThatMay(client, able, name)
  if (maker === undefined) return
  const data = Object.fromEntries(keys.map((key) => [key, 'simulated']))
  const metadata = { name, namespace, labels: { [STAND_IN]: 'true' } }
  const content = kind === 'Secret' ? { stringData: data } : { data }
  try {
    await client.create(kinds[kind], { apiVersion: 'v1', kind, metadata, ...content })
    tell(`${kind} ${name} was made in place of pod ${maker.pod}, which is simulated and may create it`)
  } catch (error) {
    // it is there
    if (!(error instanceof StatusError)) throw error
  }
}

/** Who may create nothing but this name can still do so by applying it. */
async function firstThatMay(client: Client, makers: readonly Maker[], name: string): Promise<Maker | undefined> {
  for (const maker of makers) {
    const { namespace, account, kind, mayAll } = maker
    if (await mayAll) return maker
    const question = { namespace, account, resource: kinds[kind].resource, name }
    if ((await may(client, { ...question, verb: 'create' })) && (await may(client, { ...question, verb: 'patch' })))
      return maker
  }
  return undefined
}
