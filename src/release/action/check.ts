import { checkReleaseName } from '#render'
import type { ActionOptions, RunOptions } from '../contract/options.ts'
import { ReleaseError } from '../error.ts'

/** Refuses a name that is no release name. Throws ReleaseError `bad-name`, in the words of the action. */
export function checkName({ name, compat = 'helm4' }: RunOptions, words: (reason: string) => string): void {
  try {
    checkReleaseName(name, compat)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReleaseError('bad-name', words(reason), { cause: error })
  }
}

/** Refuses `--hide-secret` without a dry run. Throws ReleaseError `usage`. */
export function checkHidden({ dryRun, hidesSecret, compat }: ActionOptions & { readonly hidesSecret?: boolean }): void {
  if (hidesSecret !== true || isDryRun({ dryRun })) return
  const first = compat === 'helm3' ? 'Hiding' : 'hiding'
  throw new ReleaseError('usage', `${first} Kubernetes secrets requires a dry-run mode`)
}

/** True when nothing may be written. */
export function isDryRun({ dryRun }: { readonly dryRun?: ActionOptions['dryRun'] | undefined }): boolean {
  return dryRun === 'client' || dryRun === 'server'
}
