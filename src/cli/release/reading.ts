import { type FoundRelease, findRelease, type ReleaseWorld } from '#release'
import type { GlobalInput } from '../chart/helm-environment.ts'
import type { Argument } from '../frame/command.ts'
import type { Session } from '../frame/session.ts'
import { closeWorld } from './run.ts'
import { openWorld, type WorldWish } from './world.ts'

/** The argument of commands that show one release. */
export const releaseArgument: Argument = { name: 'RELEASE_NAME', summary: 'the release' }

/** Opens the world for a command that only reads, and closes it. Throws as `openWorld` does, and what `read` throws. */
export async function reading<T>(
  { flags, session, wish }: { readonly flags: GlobalInput; readonly session: Session; readonly wish?: WorldWish },
  read: (world: ReleaseWorld) => Promise<T>,
): Promise<T> {
  const world = await openWorld(flags, session, wish)
  try {
    return await read(world)
  } finally {
    await closeWorld(world)
  }
}

/** The release that a command line names, in the revision that its flags name. */
export async function readRelease(
  { args, flags }: { readonly args: readonly string[]; readonly flags: GlobalInput & { readonly revision: number } },
  session: Session,
): Promise<FoundRelease> {
  return reading({ flags, session }, ({ driver }) => findRelease(driver, args[0] ?? '', flags.revision))
}
