import type { Client } from '#client'
import { listAt, mapAt, mapsAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, SelectorError, sameJson, textAt, timeText } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result, textOfKey } from '#reconcile'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { type Behaviour, behaviourOf, longestPeriodMs, toleranceOf } from './behaviour.ts'
import { type ConditionType, withCondition } from './condition.ts'
import { MetricFault, wordsOf } from './fault.ts'
import { type History, noteChange } from './history.ts'
import { limit, type Verdict } from './limit.ts'
import { type Answered, failureWords, measure } from './measure.ts'
import { createMetricsSource, type MetricsSource } from './metrics-source.ts'
import { createOverlaps, type Overlaps } from './overlap.ts'
import { createTargets, type Target, type Targets } from './target.ts'

/** Metrics are asked so often (`--horizontal-pod-autoscaler-sync-period`). */
const PERIOD_MS = 15_000

/** Scales what HorizontalPodAutoscalers name by what metrics say. Source: kubernetes pkg/controller/podautoscaler. */
export function autoscaleController(): Controller {
  const histories = new Map<string, History>()
  const overlaps = createOverlaps()
  let bench: Bench | undefined
  return {
    name: 'horizontal-pod-autoscaler-controller',
    component: 'horizontal-pod-autoscaler',
    watches: [
      { type: types.autoscalers, keysOf: ({ type, object, previous }) => isNews(type, object, previous) },
      { type: types.pods, keysOf: () => [] },
    ],
    reconcile: async (key, context) => {
      const autoscaler = context.informer(types.autoscalers).cache.get(key.namespace, key.name)
      const id = textOfKey(key)
      if (autoscaler === undefined) {
        histories.delete(id)
        overlaps.forget(key)
        return undefined
      }
      if (bench?.client !== context.client) bench = benchOf(context.client)
      const history = histories.get(id) ?? { recommendations: [], ups: [], downs: [] }
      histories.set(id, history)
      return await scaleOnce(autoscaler, { ...bench, context, key, history, overlaps })
    },
  }
}

interface Bench {
  readonly client: Client
  readonly targets: Targets
  readonly source: MetricsSource
}

function benchOf(client: Client): Bench {
  return { client, targets: createTargets(client), source: createMetricsSource(client) }
}

interface Desk extends Bench {
  readonly context: Context
  readonly key: ObjectKey
  readonly history: History
  readonly overlaps: Overlaps
}

/** Its own status is no news: it is written every few seconds. */
function isNews(type: string, object: KubeObject, previous: KubeObject | undefined): readonly ObjectKey[] {
  const isSame = type === 'MODIFIED' && previous !== undefined && sameJson(object['spec'], previous['spec'])
  return isSame ? [] : [keyOfObject(object)]
}

/** The status of an autoscaler while it is worked on (mutated). */
interface Draft {
  readonly autoscaler: KubeObject
  conditions: readonly JsonObject[]
  current: number
  desired: number
  metrics: readonly JsonObject[]
  isRescaled: boolean
}

async function scaleOnce(autoscaler: KubeObject, desk: Desk): Promise<Result> {
  const draft = draftOf(autoscaler)
  const target = await findTarget(draft, desk)
  if (target !== undefined) await settle(draft, target, desk)
  await write(draft, desk)
  return { requeueAfterMs: PERIOD_MS }
}

function draftOf(autoscaler: KubeObject): Draft {
  const status = mapAt(autoscaler, 'status')
  return {
    autoscaler,
    conditions: mapsAt(status, 'conditions'),
    current: numberAt(status, 'currentReplicas') ?? 0,
    desired: numberAt(status, 'desiredReplicas') ?? 0,
    metrics: listAt(status, 'currentMetrics') as readonly JsonObject[],
    isRescaled: false,
  }
}

function set(draft: Draft, type: ConditionType, verdict: Verdict, { context }: Desk): void {
  draft.conditions = withCondition(draft.conditions, type, verdict, context.clock.now())
}

async function findTarget(draft: Draft, desk: Desk): Promise<Target | undefined> {
  const reference = mapAt(draft.autoscaler, 'spec', 'scaleTargetRef')
  try {
    const target = await desk.targets.read(desk.key.namespace, reference)
    const message = "the HPA controller was able to get the target's current scale"
    set(draft, 'AbleToScale', { isTrue: true, reason: 'SucceededGetScale', message }, desk)
    return target
  } catch (error) {
    const words = wordsOf(error)
    desk.context.record(draft.autoscaler, { type: 'Warning', reason: 'FailedGetScale', message: words })
    const message = `the HPA controller was unable to get the target's current scale: ${words}`
    set(draft, 'AbleToScale', { isTrue: false, reason: 'FailedGetScale', message }, desk)
    return undefined
  }
}

/** What is to be done with a target, and why. */
interface Plan {
  readonly replicas: number
  readonly reason: string
}

async function settle(draft: Draft, target: Target, desk: Desk): Promise<void> {
  const { context, history } = desk
  const nowMs = context.clock.now()
  if (history.recommendations.length === 0) history.recommendations = [{ replicas: target.replicas, atMs: nowMs }]
  draft.current = target.replicas
  const plan = await planFor(draft, target, desk)
  if (plan === undefined) return
  if (plan.replicas === target.replicas) draft.desired = target.replicas
  else await resize(draft, { target, plan }, desk)
}

async function planFor(draft: Draft, target: Target, desk: Desk): Promise<Plan | undefined> {
  const spec = mapAt(draft.autoscaler, 'spec')
  const [min, max] = [numberAt(spec, 'minReplicas') ?? 1, numberAt(spec, 'maxReplicas') ?? 0]
  const current = target.replicas
  if (current === 0 && min !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero'
    set(draft, 'ScalingActive', { isTrue: false, reason: 'ScalingDisabled', message }, desk)
    draft.metrics = []
    return { replicas: 0, reason: '' }
  }
  const outside = current > max ? ['above Spec.MaxReplicas', max] : ['below Spec.MinReplicas', min]
  if (current > max || current < min) {
    draft.metrics = []
    return { replicas: Number(outside[1]), reason: `Current number of replicas ${String(outside[0])}` }
  }
  return await planByMetrics(draft, target, { ...desk, min, max })
}

async function planByMetrics(
  draft: Draft,
  target: Target,
  desk: Desk & { readonly min: number; readonly max: number },
): Promise<Plan | undefined> {
  const { min, max, history, context } = desk
  const wanted = await wantedByMetrics(draft, target, desk)
  if (wanted === undefined) return undefined
  const spec = mapAt(draft.autoscaler, 'spec')
  const wish = { current: target.replicas, desired: wanted.replicas, min, max }
  const limits = { behaviour: behaviourOf(spec), history, nowMs: context.clock.now() }
  const { replicas, able, limited } = limit(wish, limits)
  set(draft, 'AbleToScale', able, desk)
  set(draft, 'ScalingLimited', limited, desk)
  const isUp = wanted.replicas > target.replicas
  return { replicas, reason: isUp ? `${wanted.name} above target` : 'All metrics below target' }
}

interface Wanted {
  readonly replicas: number
  /** The metric that wants most. */
  readonly name: string
}

/** The most that any metric wants; undefined when that cannot be told: then nothing is changed. */
async function wantedByMetrics(draft: Draft, target: Target, desk: Desk): Promise<Wanted | undefined> {
  const metrics = mapsAt(mapAt(draft.autoscaler, 'spec'), 'metrics')
  try {
    const pods = podsOf(draft, target, desk)
    const { found, faults } = await askAll(metrics, { draft, target, pods }, desk)
    const best = found.reduce<Answered | undefined>(
      (most, one) => (most === undefined || one.replicas > most.replicas ? one : most),
      undefined,
    )
    draft.metrics = found.map(({ status }) => status)
    const [first] = faults
    // what is not heard of might want more: nothing is taken away then
    if (first !== undefined && (best === undefined || best.replicas < target.replicas)) {
      const message = `the HPA was unable to compute the replica count: ${first.fault.message}`
      set(draft, 'ScalingActive', { isTrue: false, reason: first.fault.code, message }, desk)
      throw new Error(
        `invalid metrics (${faults.length} invalid out of ${metrics.length}), first error is: ${first.words}`,
      )
    }
    const { replicas, name } = best ?? { replicas: target.replicas, name: '' }
    const message = `the HPA was able to successfully calculate a replica count from ${name}`
    set(draft, 'ScalingActive', { isTrue: true, reason: 'ValidMetricFound', message }, desk)
    return { replicas, name }
  } catch (error) {
    const note = { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message: wordsOf(error) } as const
    desk.context.record(draft.autoscaler, note)
    return undefined
  }
}

interface Failure {
  readonly fault: MetricFault
  readonly words: string
}

interface Asking {
  readonly draft: Draft
  readonly target: Target
  readonly pods: readonly KubeObject[]
}

async function askAll(
  metrics: readonly JsonObject[],
  { draft, target, pods }: Asking,
  desk: Desk,
): Promise<{ readonly found: readonly Answered[]; readonly faults: readonly Failure[] }> {
  const found: Answered[] = []
  const faults: Failure[] = []
  const measuring = {
    replicas: target.replicas,
    present: target.present,
    selector: target.selector,
    pods,
    namespace: desk.key.namespace,
    tolerance: toleranceOf(mapAt(draft.autoscaler, 'spec')),
    nowMs: desk.context.clock.now(),
    source: desk.source,
    resourceOf: desk.targets.resourceOf,
  }
  for (const metric of metrics) {
    try {
      found.push(await measure(metric, measuring))
    } catch (error) {
      if (!(error instanceof MetricFault)) throw error
      desk.context.record(draft.autoscaler, { type: 'Warning', reason: error.code, message: error.message })
      faults.push({ fault: error, words: failureWords(metric, error.message) })
    }
  }
  return { found, faults }
}

/** The pods of a target. Throws MetricFault where they cannot be told, or are another autoscaler's as well. */
function podsOf(draft: Draft, { selector: text }: Target, desk: Desk): readonly KubeObject[] {
  const { key, overlaps, context } = desk
  if (text === '') throw refuse(draft, desk, ['SelectorRequired', 'selector is required', MISSING])
  const selector = claimed(draft, text, desk)
  const pods = context
    .informer(types.pods)
    .cache.list(key.namespace)
    .filter((pod) => selector.matches(labelsOf(pod)))
  const claimants = overlaps.claimants(key.namespace, pods)
  if (claimants.length <= 1) return pods
  const names = claimants.map(({ namespace, name }) => `${namespace}/${name}`).join(' ')
  const words = `pods by selector ${text} are controlled by multiple HPAs: [${names}]`
  throw refuse(draft, desk, ['AmbiguousSelector', words, words])
}

const MISSING = "the HPA target's scale is missing a selector"

function claimed(draft: Draft, text: string, desk: Desk): ReturnType<Overlaps['claim']> {
  try {
    return desk.overlaps.claim(desk.key, text)
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
    const words = `couldn't convert selector into a corresponding internal selector object: ${error.message}`
    throw refuse(draft, desk, ['InvalidSelector', words, words])
  }
}

/** Tells what is wrong with a selector, in an Event and in the condition. */
function refuse(draft: Draft, desk: Desk, said: readonly [MetricFault['code'], string, string]): MetricFault {
  const [code, words, message] = said
  desk.context.record(draft.autoscaler, { type: 'Warning', reason: code, message: words })
  const reason = code === 'SelectorRequired' ? 'InvalidSelector' : code
  set(draft, 'ScalingActive', { isTrue: false, reason, message }, desk)
  return new MetricFault(code, words)
}

async function resize(
  draft: Draft,
  { target, plan }: { readonly target: Target; readonly plan: Plan },
  desk: Desk,
): Promise<void> {
  const { context, history } = desk
  const size = `New size: ${plan.replicas}; reason: ${plan.reason}`
  try {
    await desk.targets.resize(target, plan.replicas)
  } catch (error) {
    const words = wordsOf(error)
    context.record(draft.autoscaler, { type: 'Warning', reason: 'FailedRescale', message: `${size}; error: ${words}` })
    const message = `the HPA controller was unable to update the target scale: ${words}`
    set(draft, 'AbleToScale', { isTrue: false, reason: 'FailedUpdateScale', message }, desk)
    return
  }
  const message = `the HPA controller was able to update the target scale to ${plan.replicas}`
  set(draft, 'AbleToScale', { isTrue: true, reason: 'SucceededRescale', message }, desk)
  context.record(draft.autoscaler, { type: 'Normal', reason: 'SuccessfulRescale', message: size })
  const behaviour = behaviourOf(mapAt(draft.autoscaler, 'spec'))
  const keepMs = behaviour === undefined ? 0 : longestOf(behaviour)
  noteChange(history, target.replicas, plan.replicas, { nowMs: context.clock.now(), keepMs })
  draft.desired = plan.replicas
  draft.isRescaled = true
}

function longestOf({ up, down }: Behaviour): number {
  return Math.max(longestPeriodMs(up), longestPeriodMs(down))
}

async function write(draft: Draft, { context }: Desk): Promise<void> {
  const { autoscaler, conditions, current, desired, metrics, isRescaled } = draft
  const old = mapAt(autoscaler, 'status')
  const lastScaleTime = isRescaled ? timeText(context.clock.now()) : textAt(old, 'lastScaleTime')
  const status: JsonObject = {
    ...(lastScaleTime !== '' && { lastScaleTime }),
    currentReplicas: current,
    desiredReplicas: desired,
    currentMetrics: metrics.length === 0 ? null : [...metrics],
    conditions: [...conditions],
  }
  if (sameJson(status, { currentMetrics: null, ...old })) return
  await context.client.update(types.autoscalers, { ...autoscaler, status }, { subresource: 'status' })
}
