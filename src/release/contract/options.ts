import type { ApplyMethod } from './release.ts'

/** `watcher` is Helm 4's (kstatus), `legacy` Helm 3's; `hookOnly` waits for nothing but hooks. */
export type WaitStrategy = 'watcher' | 'legacy' | 'hookOnly'

/** What install, upgrade and rollback share. Durations in milliseconds. */
export interface ActionOptions {
  readonly name: string
  readonly timeoutMs: number
  readonly wait: WaitStrategy
  readonly waitsForJobs?: boolean
  readonly noHooks?: boolean
  readonly dryRun?: 'none' | 'client' | 'server'
  readonly method: ApplyMethod | 'auto'
  readonly isForcedReplace?: boolean
  readonly isForcedConflicts?: boolean
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
  readonly skipsCrds?: boolean
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
export interface UninstallOptions {
  readonly name: string
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
export interface TestOptions {
  readonly name: string
  readonly timeoutMs: number
  /** `name=` and `!name=` filters. */
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}
