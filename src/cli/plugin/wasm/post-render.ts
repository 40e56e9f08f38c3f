import { CliError } from '../../frame/error.ts'
import type { Session } from '../../frame/session.ts'
import type { Wasm } from '../plugin.ts'
import { invokeWasm } from './invoke.ts'
import { outputOf } from './output.ts'

/**
 * What a post-renderer that is WebAssembly makes of manifests: `{manifests, extraArgs}` goes in, `{manifests}` comes back, both
 * texts. Throws CliError `input`. Helm 4.1 means the same, but its messages lose the manifests on the way.
 */
export async function postRenderWithWasm(
  message: { readonly manifests: string; readonly extraArgs: readonly string[] },
  { name, runtime }: { readonly name: string; readonly runtime: Wasm },
  session: Session,
): Promise<string> {
  const io = { environment: {}, stdin: 'ignore', stdout: 'ignore' } as const
  const { exitCode, output } = await invokeWasm({ name, runtime, message, io }, session)
  if (exitCode !== 0) throw new CliError('input', `plugin ${JSON.stringify(name)} exited with error`)
  const { manifests } = outputOf(output, name)
  return typeof manifests === 'string' ? manifests : ''
}
