import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Session } from '../frame/session.ts'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** The folder of a kustomization that the arguments of `template` name; undefined where they name a chart. */
export function overlayFolder(args: readonly string[], session: Session): string | undefined {
  if (session.persona === 'helm' || args.length > 1) return undefined
  const path = args[0] ?? '.'
  const folder = resolve(session.cwd, path)
  if (existsSync(join(folder, 'Chart.yaml'))) return undefined
  return NAMES.some((name) => existsSync(join(folder, name))) ? path : undefined
}
