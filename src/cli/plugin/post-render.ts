import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { ownVariables } from './environment.ts'
import { findPlugins } from './find.ts'
import type { Plugin } from './plugin.ts'
import { prepareCommand, UNPREPARED } from './prepare.ts'
import { runForOutput } from './run.ts'

/** The installed plugin of type `postrenderer/v1` that has a name. Throws CliError `input`. */
export function findPostRenderer(name: string, flags: GlobalInput, session: Session): Plugin | undefined {
  return findPlugins(flags, session).find((one) => one.type === 'postrenderer/v1' && one.name === name)
}

/**
 * What a post-renderer plugin makes of manifests. What it complains of is dropped, as Helm 4 does. Throws CliError `input` when it
 * ends badly or gives nothing. Source: helm.sh/helm/v4 pkg/postrenderer/postrenderer.go.
 */
export async function postRender(
  plugin: Plugin,
  { manifests, extraArgs }: { readonly manifests: string; readonly extraArgs: readonly string[] },
  session: Session,
): Promise<string> {
  const output = await invoke(plugin, { manifests, extraArgs }, session).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CliError('input', `failed to invoke post-renderer plugin "${plugin.name}": ${reason}`, { cause })
  })
  if (output.trim() !== '') return output
  throw new CliError('input', `post-renderer "${plugin.name}" produced empty output`)
}

async function invoke(
  plugin: Plugin,
  { manifests, extraArgs }: { readonly manifests: string; readonly extraArgs: readonly string[] },
  session: Session,
): Promise<string> {
  const { name, runtime } = plugin
  if (runtime.kind === 'extism/v1') {
    const { postRenderWithWasm } = await import('./wasm/post-render.ts')
    return postRenderWithWasm({ manifests, extraArgs }, { name, runtime }, session)
  }
  const environment = { ...session.environment, ...ownVariables(plugin) }
  const wish = { environment, expandsArgs: true, extraArgs, failure: UNPREPARED }
  const prepared = prepareCommand(runtime.commands, wish)
  const { cwd, signal } = session
  return (await runForOutput({ ...prepared, name, environment }, manifests, { cwd, signal })).toString('utf8')
}
