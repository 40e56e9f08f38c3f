import type { InstallOptions } from '#release'
import { type ActionFlags, undoesOnFailure } from './action-options.ts'

/** The flags that install and upgrade have beyond those of every action. */
export interface NewObjectsFlags extends Pick<ActionFlags, 'atomic' | 'rollback-on-failure'> {
  readonly 'create-namespace': boolean
  readonly 'skip-crds': boolean
  readonly 'upgrade-crds': boolean
  readonly 'hide-secret': boolean
  readonly 'hide-notes': boolean
  readonly replace?: boolean
}

/** These flags as options. */
export function installOptions(flags: NewObjectsFlags): Partial<InstallOptions> {
  return {
    createsNamespace: flags['create-namespace'],
    replaces: flags.replace === true,
    skipsCrds: flags['skip-crds'],
    upgradesCrds: flags['upgrade-crds'],
    undoesOnFailure: undoesOnFailure(flags),
    hidesSecret: flags['hide-secret'],
    hidesNotes: flags['hide-notes'],
  }
}
