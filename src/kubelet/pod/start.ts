import { mapAt, textAt } from '#kinds'
import { goQuote, printGoDuration } from '#kube'
import { hostAddresses } from '../fleet.ts'
import { newProbes } from '../probe/probe.ts'
import { RuntimeError } from '../runtime/error.ts'
import type { Image, ImageOrder } from '../runtime/runtime.ts'
import { inBackOff, nextBackOff } from './back-off.ts'
import { environmentOf } from './environment.ts'
import type { ContainerRecord } from './record.ts'
import { graceSeconds, type SpecContainer } from './spec.ts'
import { tell, type Work } from './work.ts'

/** A container cannot be started: what its status and an Event say. */
class StartTrouble extends Error {
  readonly reason: string
  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

/** What went wrong without a delay of its own is tried again after so long. */
const RETRY_MS = 10_000

/** Pulls the image, makes the container, starts it and runs its hook; what goes wrong is told. Never throws. */
export async function startContainer(work: Work, container: SpecContainer, record: ContainerRecord): Promise<void> {
  record.isStarting = true
  try {
    const image = await ensureImage(work, container, record)
    await run(work, container, { record, image })
  } catch (error) {
    if (work.record.ending.signal.aborted) return
    fail(work, container, { record, error })
  } finally {
    record.isStarting = false
  }
}

function fail(
  work: Work,
  container: SpecContainer,
  { record, error }: { record: ContainerRecord; error: unknown },
): void {
  const { clock } = work.context
  const trouble =
    error instanceof StartTrouble
      ? error
      : new StartTrouble('RunContainerError', error instanceof Error ? error.message : String(error))
  record.waiting = { reason: trouble.reason, message: trouble.message }
  record.retryAtMs = retryAtMs(trouble.reason, record, clock.now())
  const text = PULLS.has(trouble.reason) ? trouble.reason : trouble.message
  tell(work, { type: 'Warning', reason: 'Failed', message: `Error: ${text}` }, container)
}

function retryAtMs(reason: string, { pulls }: ContainerRecord, nowMs: number): number {
  // the next look tells of the delay
  if (reason === 'ErrImagePull') return nowMs + LOOK_MS
  if (reason === 'ImagePullBackOff' && pulls !== undefined) return pulls.updatedAtMs + pulls.delayMs
  return nowMs + RETRY_MS
}

const LOOK_MS = 1000

const PULLS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
])

async function ensureImage(work: Work, container: SpecContainer, record: ContainerRecord): Promise<Image> {
  const { runtime, pod, record: podRecord } = work
  const image = textAt(container.spec, 'image')
  const order: ImageOrder = { node: podRecord.node, image, pod, container: container.name }
  const policy = textAt(container.spec, 'imagePullPolicy')
  const present = await findImage(work, container, order)
  if (present !== undefined && policy !== 'Always') {
    const message = `Container image ${goQuote(image)} already present on machine and can be accessed by the pod`
    tell(work, { type: 'Normal', reason: 'Pulled', message }, container)
    return present
  }
  if (policy === 'Never') {
    const message = `Container image ${goQuote(image)} is not present with pull policy of Never`
    tell(work, { type: 'Warning', reason: 'ErrImageNeverPull', message }, container)
    throw new StartTrouble('ErrImageNeverPull', message)
  }
  return await pull(work, container, { record, order, pull: () => runtime.pullImage(order, podRecord.ending.signal) })
}

async function findImage(
  { runtime, ...work }: Work,
  container: SpecContainer,
  order: ImageOrder,
): Promise<Image | undefined> {
  try {
    return await runtime.findImage(order)
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'invalid-image') throw error
    const message = `Failed to apply default image tag ${goQuote(order.image)}: ${error.message}`
    tell({ runtime, ...work }, { type: 'Warning', reason: 'InspectFailed', message }, container)
    throw new StartTrouble('InvalidImageName', message)
  }
}

interface Pull {
  readonly record: ContainerRecord
  readonly order: ImageOrder
  pull(): Promise<Image>
}

async function pull(work: Work, container: SpecContainer, { record, order, pull: run }: Pull): Promise<Image> {
  const { clock } = work.context
  const name = goQuote(order.image)
  if (inBackOff(record.pulls, record.pulls?.updatedAtMs ?? 0, clock.now())) {
    tell(work, { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image ${name}` }, container)
    const why = record.waiting?.message ?? ''
    const last = why.startsWith('Back-off') ? why : `Back-off pulling image ${name}: ErrImagePull: ${why}`
    throw new StartTrouble('ImagePullBackOff', last)
  }
  tell(work, { type: 'Normal', reason: 'Pulling', message: `Pulling image ${name}` }, container)
  const startedAtMs = clock.now()
  try {
    const image = await run()
    const took = printGoDuration(clock.now() - startedAtMs)
    const size = `Image size: ${image.sizeBytes} bytes.`
    const message = `Successfully pulled image ${name} in ${took} (${took} including waiting). ${size}`
    tell(work, { type: 'Normal', reason: 'Pulled', message }, container)
    record.pulls = undefined
    return image
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (work.record.ending.signal.aborted) throw error
    tell(work, { type: 'Warning', reason: 'Failed', message: `Failed to pull image ${name}: ${why}` }, container)
    record.pulls = nextBackOff(record.pulls, clock.now())
    // the delay is told by the next look, which follows at once
    throw new StartTrouble('ErrImagePull', why)
  }
}

async function run(
  work: Work,
  container: SpecContainer,
  { record, image }: { record: ContainerRecord; image: Image },
): Promise<void> {
  const { runtime, pod, record: podRecord, context } = work
  const attempt = record.id === '' ? 0 : record.restartCount + 1
  const id = await create(work, container, { image, attempt })
  tell(work, { type: 'Normal', reason: 'Created', message: 'Container created' }, container)
  await forgetOld(work, record)
  if (record.exit !== undefined) record.last = record.exit
  record.id = id
  record.exit = undefined
  record.startedAtMs = undefined
  record.restartCount = attempt
  record.image = textAt(container.spec, 'image')
  record.imageId = image.id
  try {
    await runtime.startContainer(id, podRecord.ending.signal)
  } catch (error) {
    const now = context.clock.now()
    const message = error instanceof Error ? error.message : String(error)
    record.exit = { id, startedAtMs: now, finishedAtMs: now, exitCode: 128, reason: 'StartError', message }
    throw new StartTrouble('RunContainerError', message)
  }
  record.waiting = undefined
  record.startedAtMs ??= context.clock.now()
  record.probes = newProbes(container.spec, record.startedAtMs)
  tell(work, { type: 'Normal', reason: 'Started', message: 'Container started' }, container)
  const hook = mapAt(container.spec, 'lifecycle')['postStart']
  if (hook === undefined || hook === null) return
  try {
    await runtime.runHook(id, mapAt(container.spec, 'lifecycle', 'postStart'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    tell(work, { type: 'Warning', reason: 'FailedPostStartHook', message: `PostStartHook failed: ${why}` }, container)
    tell(work, { type: 'Normal', reason: 'Killing', message: 'FailedPostStartHook' }, container)
    await runtime.stopContainer(id, graceSeconds(pod) * 1000)
    throw new StartTrouble('PostStartHookError', `PostStart handler: ${why}`)
  }
}

async function create(
  work: Work,
  container: SpecContainer,
  { image, attempt }: { image: Image; attempt: number },
): Promise<string> {
  const { runtime, pod, record, sources, node } = work
  try {
    const allocatable = mapAt(node.node, 'status', 'allocatable')
    const place = { pod, sources, addresses: record.addresses, hostAddresses: hostAddresses(node), allocatable }
    const environment = await environmentOf(container.spec, place)
    return await runtime.createContainer({
      sandbox: record.sandbox,
      pod,
      container: container.spec,
      image,
      attempt,
      environment,
    })
  } catch (error) {
    const isConfig = error instanceof RuntimeError && error.code === 'invalid-config'
    const message = error instanceof Error ? error.message : String(error)
    throw new StartTrouble(isConfig ? 'CreateContainerConfigError' : 'CreateContainerError', message)
  }
}

/** The container before the last one is not kept; the last one is: its log is asked for as the previous. */
async function forgetOld({ runtime }: Work, { last }: ContainerRecord): Promise<void> {
  if (last !== undefined) await runtime.removeContainer(last.id)
}
