import type { Compat } from '#render'
import type { ApplyMethod } from './release.ts'

/** `watcher` is Helm 4's (kstatus), `legacy` Helm 3's; `hookOnly` waits for nothing but hooks. */
export type WaitStrategy = 'watcher' | 'legacy' | 'hookOnly'

/** What all actions share. */
export interface RunOptions {
  readonly name: string
  /** Whose words failures have, and whose order of kinds holds; default `helm4`. */
  readonly compat?: Compat
  /**
   * `--take-over`: a run that holds the release loses it though it lives, and one that left no lease (Helm leaves none)
   * counts as dead, however young its record is.
   */
  readonly takesOver?: boolean
}

/** What install, upgrade and rollback share. Durations in milliseconds. */
export interface ActionOptions extends RunOptions {
  readonly timeoutMs: number
  readonly wait: WaitStrategy
  readonly waitsForJobs?: boolean
  readonly noHooks?: boolean
  readonly dryRun?: 'none' | 'client' | 'server'
  readonly method: ApplyMethod | 'auto'
  readonly isForcedReplace?: boolean
  readonly isForcedConflicts?: boolean
  /** Ways of writing that exclude each other for Helm 4 are refused, though they could be carried out. */
  readonly refusesMixedForce?: boolean
  readonly takesOwnership?: boolean
  readonly description?: string
  readonly labels?: Readonly<Record<string, string>>
}

/** `install`. */
export interface InstallOptions extends ActionOptions {
  readonly createsNamespace?: boolean
  /** `--replace`: the name of an uninstalled release may be used again. */
  readonly replaces?: boolean
  readonly skipsCrds?: boolean
  /** `--upgrade-crds`: those that are there are changed, too, where nothing that is there breaks. */
  readonly upgradesCrds?: boolean
  /** `--rollback-on-failure`: what was installed is uninstalled. */
  readonly undoesOnFailure?: boolean
  readonly hidesSecret?: boolean
  readonly hidesNotes?: boolean
}

/** `upgrade`. */
export interface UpgradeOptions extends ActionOptions {
  /** `--install`. */
  readonly install?: InstallOptions
  readonly cleansUpOnFail?: boolean
  /** `--rollback-on-failure`. */
  readonly undoesOnFailure?: boolean
  /** Revisions kept; 0 keeps all. */
  readonly historyMax: number
  /** Helm 3's `--recreate-pods`. */
  readonly recreatesPods?: boolean
  readonly skipsCrds?: boolean
  /** `--upgrade-crds`: the definitions of `crds/` are made and changed, where nothing that is there breaks. */
  readonly upgradesCrds?: boolean
  readonly hidesSecret?: boolean
  readonly hidesNotes?: boolean
}

/** `rollback`. */
export interface RollbackOptions extends ActionOptions {
  /** 0 is the one before. */
  readonly revision: number
  readonly cleansUpOnFail?: boolean
  readonly historyMax: number
  /** Helm 3's `--recreate-pods`. */
  readonly recreatesPods?: boolean
}

/** `uninstall`. */
export interface UninstallOptions extends RunOptions {
  readonly timeoutMs: number
  readonly wait: WaitStrategy
  readonly cascade: 'background' | 'foreground' | 'orphan'
  readonly keepsHistory?: boolean
  readonly ignoresNotFound?: boolean
  readonly noHooks?: boolean
  readonly dryRun?: boolean
  readonly description?: string
}

/** `test`. */
export interface TestOptions extends RunOptions {
  readonly timeoutMs: number
  /** Default `watcher`. */
  readonly wait?: WaitStrategy
  /** `name=` and `!name=` filters. */
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}
