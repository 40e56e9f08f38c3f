import type { Core } from '../core.ts'
import type { HookedWrite, HookOutcome } from '../storage-hook.ts'

/** Starts the hooks of the resource that is written; what comes back ends them together. */
export async function beginHooks(core: Core, write: HookedWrite): Promise<HookOutcome> {
  const { group, resource } = write.kind.storage
  const begun: HookOutcome[] = []
  for (const hook of core.hooks) {
    if (write.subresource !== '' || hook.group !== group || hook.resource !== resource) continue
    try {
      begun.push(await hook.begin(write))
    } catch (cause) {
      for (const outcome of begun) await outcome.rollback()
      throw cause
    }
  }
  if (begun.length === 0) return nothing
  return {
    commit: async () => {
      for (const outcome of begun) await outcome.commit()
    },
    rollback: async () => {
      for (const outcome of begun) await outcome.rollback()
    },
  }
}

const nothing: HookOutcome = { commit: () => Promise.resolve(), rollback: () => Promise.resolve() }
