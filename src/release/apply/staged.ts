import { orderByNeeds } from '#plan'
import type { ManifestObject, WriteSettings, Written } from '../contract/apply.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'
import { identityOf } from '../manifest/match.ts'
import { type WaitSettings, waitReady } from '../wait/ready.ts'
import { type Change, updateAll } from './update.ts'

/** How the objects are waited for that others need. */
export type GateSettings = Pick<WaitSettings, 'timeoutMs' | 'strategy'>

/**
 * Brings the cluster from one state of a release to another in the order of needs: what an annotation asks for has to be ready
 * before the objects that ask are written; all other objects keep Helm's order as far as their references let them. What goes
 * away goes with the last stage. Throws as `updateAll` and `waitReady` do, with what was written so far.
 */
export async function updateInStages(
  world: ObjectWorld,
  change: Change,
  { settings, gate }: { readonly settings: WriteSettings; readonly gate: GateSettings },
): Promise<Written> {
  const { stages } = orderByNeeds(change.after)
  if (stages.length <= 1)
    return updateAll(world, { ...change, after: stages.flatMap(({ objects }) => objects) }, settings)
  const mine = stages.slice(0, -1).map(({ objects }) => new Set(objects.map(identityOf)))
  let written: Written = { created: [], updated: [], deleted: [] }
  for (const [at, { objects, gates }] of stages.entries()) {
    const isLast = at === stages.length - 1
    const before = change.before.filter((one) =>
      isLast ? !mine.some((stage) => stage.has(identityOf(one))) : mine[at]?.has(identityOf(one)),
    )
    try {
      written = joined(written, await updateAll(world, { ...change, before, after: objects }, settings))
      if (!isLast)
        await waitReady(world, gates, { ...gate, strategy: gate.strategy === 'hookOnly' ? 'watcher' : gate.strategy })
    } catch (error) {
      throw withWritten(error, written)
    }
  }
  return written
}

function joined(one: Written, other: Written): Written {
  const both = (name: keyof Written): readonly ManifestObject[] => [...one[name], ...other[name]]
  return { created: both('created'), updated: both('updated'), deleted: both('deleted') }
}

/** A failure knows what earlier stages have written, too. */
function withWritten(error: unknown, written: Written): unknown {
  if (!(error instanceof ReleaseError)) return error
  const all = error.written === undefined ? written : joined(written, error.written)
  return new ReleaseError(error.code, error.message, { hint: error.hint, cause: error.cause, written: all })
}
