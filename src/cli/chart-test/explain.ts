import type { ProgressNode } from '../view/progress-state.ts'
import { documentsOf, type RenderedDocument } from './documents.ts'
import { locate } from './locate.ts'
import { reasonLines } from './observe.ts'
import type { Trouble } from './result.ts'
import type { Stage } from './stage.ts'
import { troubleOf } from './trouble.ts'

/** Why a step failed: what was thrown, what the cluster says of the objects, and the line of the chart. Never throws. */
export async function explain(error: unknown, stage: Stage): Promise<Trouble> {
  const trouble = troubleOf(error)
  const unwell = await stage.observer.look().catch((): readonly ProgressNode[] => [])
  const reasons = [...reasonLines(unwell), ...trouble.reasons]
  if (trouble.position !== undefined) return { ...trouble, reasons }
  const document = blamed(trouble.message, unwell, stage)
  if (document === undefined) return { ...trouble, reasons }
  const { test, settings, release, world } = stage
  const rendering = {
    folder: test.folder,
    release,
    namespace: world.namespace,
    values: test.values,
    flags: settings.flags,
  }
  return { ...trouble, reasons, position: await locate(document, rendering, settings.session) }
}

/** The object that the message names, or the first one that is not well. */
function blamed(message: string, unwell: readonly ProgressNode[], { content }: Stage): RenderedDocument | undefined {
  if (content === undefined) return undefined
  const documents = documentsOf(content)
  const titles = new Set(unwell.map(({ title }) => title))
  const words = new Set(message.split(/[^\w.-]+/))
  const isNamed = ({ kind, name }: RenderedDocument): boolean => words.has(name) && message.includes(kind)
  return documents.find(isNamed) ?? documents.find(({ kind, name }) => titles.has(`${kind}/${name}`))
}
