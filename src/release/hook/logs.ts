import { coreType, readLog } from '#client'
import { isMap, type KubeObject, textAt, valueAt } from '#kube'
import type { ReleaseHook } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { readManifest } from '../manifest/read.ts'

const pods = coreType('pods', 'Pod')

/** Which pods belong to a hook, by its kind; hooks of other kinds have none. */
const SELECTORS: Readonly<Record<string, (name: string) => object>> = {
  Job: (name) => ({ labelSelector: `job-name=${name}` }),
  Pod: (name) => ({ fieldSelector: `metadata.name=${name}` }),
}

/**
 * Tells the logs of a hook's pods line by line, if its `helm.sh/hook-output-log-policy` says so. What cannot be read is a
 * warning: the hook's own end matters more. Source: helm.sh/helm/v4 pkg/action/hooks.go outputLogsByPolicy.
 */
export async function tellLogs(
  world: ReleaseWorld,
  hook: ReleaseHook,
  policy: 'hook-succeeded' | 'hook-failed',
): Promise<void> {
  const select = SELECTORS[hook.kind]
  if (select === undefined || hook.output_log_policies?.includes(policy) !== true) return
  try {
    const [first] = await readManifest(hook.manifest, world)
    const namespace = textAt(first?.object, 'metadata', 'namespace') || world.namespace
    const { items } = await world.client.list(pods, { namespace, ...select(hook.name) })
    for (const pod of items) await tellPod(world, namespace, pod)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    world.report({ type: 'warning', text: `error outputting logs for hook failure: ${reason}` })
  }
}

async function tellPod(world: ReleaseWorld, namespace: string, pod: KubeObject): Promise<void> {
  const { name } = pod.metadata
  for (const container of containersOf(pod)) {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }
    const text = await logText(world, { namespace, pod: name, container })
    const lines = text.replace(/\n$/, '').split('\n')
    for (const line of text === '' ? [] : lines) world.report({ type: 'line', from: 'log', object, text: line })
  }
}

function containersOf(pod: KubeObject): readonly string[] {
  const containers = valueAt(pod, 'spec', 'containers')
  return Array.isArray(containers) ? containers.filter(isMap).map((container) => textAt(container, 'name')) : []
}

/** No log is read further than this. */
const MAX_LOG_BYTES = 10 * 1024 * 1024

/** The whole log of a container; the only one of a pod when none is named. Throws StatusError, ClientError. */
export async function logText(
  { client, signal }: ReleaseWorld,
  place: { readonly namespace: string; readonly pod: string; readonly container?: string },
): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of readLog(client, place, { limitBytes: MAX_LOG_BYTES, signal })) {
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}
