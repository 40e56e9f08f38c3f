import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { globalFlags } from '../flags/global.ts'
import { kustomizeFlags } from '../flags/kustomize.ts'
import type { Outcome } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from './build.ts'

/** What of `template`'s command line means something for a kustomization. */
export interface TemplateInput {
  readonly flags: { readonly 'output-dir': string | undefined }
  readonly given: ReadonlySet<string>
}

const ALLOWED: ReadonlySet<string> = new Set([...Object.keys(globalFlags), 'output-dir'])

/** `berth template DIR` for a folder with a kustomization: what `kustomize build DIR` prints. */
export async function templateOverlay(path: string, input: TemplateInput, session: Session): Promise<Outcome> {
  const foreign = [...input.given].find((name) => !ALLOWED.has(name))
  if (foreign !== undefined) {
    const hint = 'change the kustomization instead, or see berth kustomize build --help'
    throw new CliError('usage', `${path} is a kustomization: --${foreign} is for charts`, { hint })
  }
  const built = await buildFromFlags(path, parseFlags({ ...globalFlags, ...kustomizeFlags }, []), session)
  const folder = input.flags['output-dir']
  if (folder === undefined) return { text: built.text, data: built.objects() }
  mkdirSync(resolve(session.cwd, folder), { recursive: true })
  const { writeBuild } = await import('./write.ts')
  await writeBuild(built, folder, session)
  return {}
}
