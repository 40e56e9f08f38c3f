import { discover } from '#client'
import { ReleaseError } from '#release'
import type { ProgressNode } from '../view/progress-state.ts'
import { claimLines } from './claims.ts'
import { documentsOf, type RenderedDocument } from './documents.ts'
import { locate } from './locate.ts'
import { reasonLines } from './observe.ts'
import type { Trouble } from './result.ts'
import type { Stage } from './stage.ts'
import { hintOf, troubleOf } from './trouble.ts'

/** Why a step failed: what was thrown, what the cluster says of the objects, and the line of the chart. Never throws. */
export async function explain(error: unknown, stage: Stage): Promise<Trouble> {
  const trouble = troubleOf(error)
  const unwell = await stage.observer.look().catch((): readonly ProgressNode[] => [])
  const told = reasonLines(unwell)
  const said = isOfWait(error) ? news(trouble.hint ?? '', told) : []
  const hasLog = told.some((line) => line.trimStart().startsWith('| '))
  const known = [...(hasLog ? [] : trouble.reasons), ...told, ...said]
  const reasons = [...known, ...(await claimLines(stage.cluster.client, known).catch(() => []))]
  const served = await servedElsewhere(trouble.message, stage).catch(() => undefined)
  const way = isOfWait(error) ? undefined : trouble.hint
  const hint = served ?? hintOf([trouble.message, ...reasons].join('\n')) ?? way
  const whole: Trouble = { ...trouble, reasons, hint }
  const document = trouble.position === undefined ? blamed(trouble.message, unwell, stage) : undefined
  if (document === undefined) return whole
  const { test, settings, release, world } = stage
  const { flags, session } = settings
  const rendering = { folder: test.folder, release, namespace: world.namespace, values: test.values, flags }
  return { ...whole, position: await locate(document, rendering, session) }
}

/** The hint of a wait is no way out: it says what the pods say. */
function isOfWait(error: unknown): boolean {
  return error instanceof ReleaseError && ['not-ready', 'timeout', 'hook'].includes(error.code)
}

/** The lines of a hint that tell more than is told. */
function news(hint: string, told: readonly string[]): string[] {
  const known = told.join('\n')
  return hint.split('\n').filter((line) => {
    const [, ...rest] = line.trim().split(': ')
    return line !== '' && !known.includes(rest.join(': '))
  })
}

/** For a kind that the cluster has in another version. */
async function servedElsewhere(message: string, { cluster }: Stage): Promise<string | undefined> {
  const [, kind, version = ''] = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(message) ?? []
  if (kind === undefined) return undefined
  const { resources } = await discover(cluster.client)
  const found = resources.find((one) => one.kind === kind)
  if (found === undefined) return undefined
  const served = found.group === '' ? found.version : `${found.group}/${found.version}`
  return `the cluster has ${kind} as ${served}, not as ${version}`
}

/** The object that the message names, or the first one that is not well. */
function blamed(message: string, unwell: readonly ProgressNode[], { contents }: Stage): RenderedDocument | undefined {
  const content = contents.at(-1)
  if (content === undefined) return undefined
  const documents = documentsOf(content)
  const titles = new Set(unwell.map(({ title }) => title))
  const words = new Set(message.split(/[^\w.-]+/))
  const isNamed = ({ kind, name }: RenderedDocument): boolean => words.has(name) && message.includes(kind)
  const isUnwell = ({ kind, name }: RenderedDocument): boolean => titles.has(`${kind}/${name}`)
  const isOwner = ({ kind, name }: RenderedDocument): boolean =>
    WORKLOADS.has(kind) && [...words].some((word) => word.startsWith(`${name}-`))
  return documents.find(isNamed) ?? documents.find(isUnwell) ?? documents.find(isOwner)
}

/** Kinds whose pods begin with their name. */
const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'])
