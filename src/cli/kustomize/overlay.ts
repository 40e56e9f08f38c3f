import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Session } from '../frame/session.ts'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** A kustomization that is to be printed. */
export interface Overlay {
  /** Of the release that it would be. */
  readonly name: string
  /** As the user named it. */
  readonly path: string
}

/** The kustomization that the arguments of `template` name; undefined where they name a chart. */
export function overlayOf(args: readonly string[], session: Session): Overlay | undefined {
  if (session.persona === 'helm' || args.length > 2) return undefined
  const path = args.at(-1) ?? '.'
  const folder = resolve(session.cwd, path)
  if (existsSync(join(folder, 'Chart.yaml'))) return undefined
  if (!NAMES.some((name) => existsSync(join(folder, name)))) return undefined
  return { name: args.length === 2 ? (args[0] as string) : 'release-name', path }
}
