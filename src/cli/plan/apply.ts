import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { applyPlan, type Release, readSavedPlan } from '#release'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { inWorld } from '../release/run.ts'

type ApplyFlags = GlobalInput & { readonly output: string }

/** Carries out the plan in a file, in the namespace that it was made for. Throws CliError `input`, ReleaseError. */
export function applyFile(file: string, flags: ApplyFlags, session: Session): Promise<Release | undefined> {
  const saved = readSavedPlan(readText(file, session), file)
  const namespace = flags.namespace ?? saved.plan.release.namespace
  return inWorld({ flags: { ...flags, namespace }, session }, (world) => applyPlan(world, saved))
}

function readText(file: string, { cwd }: Session): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch (error) {
    throw new CliError('input', `${file}: cannot be read`, { cause: error, hint: 'berth plan … --out FILE writes one' })
  }
}
