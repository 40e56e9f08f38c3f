import { mapAt, mapsAt, textAt, textsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { RuntimeError } from '../runtime/error.ts'
import { type Behaviour, defaultBehaviour, fields } from './behaviour.ts'
import { planOfCommand } from './command.ts'
import { imageBehaviour, isServer } from './images.ts'

/** The domain of annotations that say what simulated containers do. */
export const DOMAIN = 'simulated.berth.dev'

/** What a container is taken for that nobody says anything of. */
export interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  /** Containers that are there to end do so: init containers, and those of jobs and of hooks of Helm. */
  readonly endsTasks?: boolean
}

/**
 * What a container of a pod does: by its command, its image, the pod's annotations `simulated.berth.dev/FIELD`, and those
 * of the container alone, `CONTAINER.simulated.berth.dev/FIELD`; later ones win. Throws RuntimeError `invalid-config` that
 * names the annotation.
 */
export function readBehaviour(
  pod: KubeObject,
  container: JsonObject,
  { environment = {}, endsTasks = false }: Surroundings = {},
): Behaviour {
  const name = textAt(container, 'name')
  const words = [...textsAt(container, 'command'), ...textsAt(container, 'args')]
  const byCommand = words.length === 0 ? undefined : planOfCommand(words, { environment, host: pod.metadata.name })
  const image = textAt(container, 'image')
  const byImage = imageBehaviour(image)
  const isServing = words.length === 0 && isServer(image)
  const annotations = mapAt(pod, 'metadata', 'annotations')
  const parts = [
    ...(endsTasks && byCommand === undefined && isTask(pod, container) && !isServing ? [{ runFor: TASK_MS }] : []),
    ...(byCommand === undefined ? [] : [byCommand]),
    ...(byImage === undefined ? [] : [byImage]),
    ...written(annotations, `${DOMAIN}/`),
    ...written(annotations, `${name}.${DOMAIN}/`),
  ]
  return parts.length === 0 ? defaultBehaviour : settled(Object.assign({}, defaultBehaviour, ...parts) as Behaviour)
}

const TASK_MS = 100

function isTask(pod: KubeObject, container: JsonObject): boolean {
  const own = textAt(container, 'restartPolicy')
  if (own !== '') return own !== 'Always'
  const spec = mapAt(pod, 'spec')
  if (mapsAt(spec, 'initContainers').some((one) => textAt(one, 'name') === textAt(container, 'name'))) return true
  return ['Never', 'OnFailure'].includes(textAt(spec, 'restartPolicy')) && isOfTask(pod)
}

/** A pod that somebody made by hand may be there to be looked into. */
function isOfTask({ metadata }: KubeObject): boolean {
  const isOfJob = mapsAt(metadata as JsonObject, 'ownerReferences').some((owner) => textAt(owner, 'kind') === 'Job')
  return isOfJob || textAt(mapAt(metadata as JsonObject, 'annotations'), 'helm.sh/hook') !== ''
}

/** A code other than 0 or a reason means that the container ends. */
function settled(behaviour: Behaviour): Behaviour {
  const ends = behaviour.exitCode !== 0 || behaviour.exitReason !== undefined || behaviour.crashes !== undefined
  if (!ends) return behaviour
  const exitCode = behaviour.exitCode !== 0 ? behaviour.exitCode : behaviour.exitReason === 'OOMKilled' ? 137 : 1
  return { ...behaviour, exitCode, runFor: behaviour.runFor ?? 0 }
}

function written(annotations: JsonObject, prefix: string): Partial<Behaviour>[] {
  const parts: Partial<Behaviour>[] = []
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith(prefix)) continue
    const field = key.slice(prefix.length)
    const read = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (read === undefined) {
      const known = Object.keys(fields).join(', ')
      throw new RuntimeError('invalid-config', `annotation ${key} – no such field – expected one of ${known}`)
    }
    const part = read(typeof value === 'string' ? value : '')
    if ('problem' in part)
      throw new RuntimeError('invalid-config', `annotation ${key} – ${JSON.stringify(value)} – ${part.problem}`)
    parts.push(part)
  }
  return parts
}
