import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { askingOf } from '../chart/deploy-flags.ts'
import type { RenderInput } from '../chart/render-input.ts'
import { type RenderPlace, targetOf } from '../chart/with-cluster.ts'
import { globalFlags } from '../flags/global.ts'
import { kustomizeFlags } from '../flags/kustomize.ts'
import type { Outcome } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from './build.ts'
import type { Overlay } from './overlay.ts'

const ALLOWED: ReadonlySet<string> = new Set([
  ...Object.keys(globalFlags),
  ...['dry-run', 'is-upgrade', 'output-dir', 'take-ownership', 'validate'],
])

/**
 * `berth template [NAME] DIR` for a folder with a kustomization: what `kustomize build DIR` prints, after the cluster was
 * asked what an install asks, where that is wanted.
 */
export async function templateOverlay(
  { name, path }: Overlay,
  input: Pick<RenderInput, 'flags' | 'given'>,
  session: Session,
): Promise<Outcome> {
  const foreign = [...input.given].find((name) => !ALLOWED.has(name))
  if (foreign !== undefined) {
    const hint = 'change the kustomization instead, or see berth kustomize build --help'
    throw new CliError('usage', `${path} is a kustomization: --${foreign} is for charts`, { hint })
  }
  const built = await buildFromFlags(path, parseFlags({ ...globalFlags, ...kustomizeFlags }, []), session)
  const asking = askingOf(input, session)
  if (asking.checks || asking.lookups) await checkOverlay(built.text, name, { input, session })
  const folder = input.flags['output-dir']
  if (folder === undefined) return { text: built.text, data: built.objects() }
  mkdirSync(resolve(session.cwd, folder), { recursive: true })
  const { writeBuild } = await import('./write.ts')
  await writeBuild(built, folder, session)
  return {}
}

/** An overlay looks nothing up: whatever is asked of the cluster is a check. */
async function checkOverlay(text: string, name: string, { input, session }: RenderPlace): Promise<void> {
  const { openRenderCluster } = await import('../release/render-cluster.ts')
  const { flags } = input
  const cluster = await openRenderCluster({ flags, asking: { checks: true, lookups: false }, session })
  try {
    await cluster.check(text, { ...targetOf(name, input), bringsKinds: true })
  } finally {
    cluster.close()
  }
}
