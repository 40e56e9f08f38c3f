import { globalFlags } from '../flags/global.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { pluginEnvironment } from './environment.ts'
import { findPlugins } from './find.ts'
import { prepareCommand } from './prepare.ts'
import { runOnTerminal } from './run.ts'

/**
 * Runs the cli plugin that the first word names, with the rest of the words; gives its exit code, or undefined where no
 * plugin has that name. Flags of Helm's own become the plugin's environment. Source: helm pkg/cmd/load_plugins.go.
 */
export async function runPluginCommand(words: readonly string[], session: Session): Promise<number | undefined> {
  const at = words.findIndex((word, index) => !word.startsWith('-') && !takesNext(words[index - 1]))
  const name = words[at]
  if (name === undefined) return undefined
  const { known, others } = splitKnown(words.filter((_, index) => index !== at))
  const { flags } = parseFlags(globalFlags, known)
  const plugin = findPlugins(flags, session, 'cli/v1').find((one) => one.name === name)
  if (plugin === undefined) return undefined
  const environment = pluginEnvironment(plugin, flags, session)
  const extraArgs = plugin.ignoresFlags ? [] : others
  const prepared = prepareCommand(plugin.commands, { environment, expandsArgs: true, extraArgs })
  const code = await runOnTerminal({ ...prepared, name, environment }, session)
  if (code !== 0) session.stderr.write(`Error: plugin ${JSON.stringify(name)} exited with error\n`)
  return code
}

/** Flags that are Helm's wherever they stand; all but `--debug` have a value. */
const VALUED: ReadonlySet<string> = new Set([
  '--kube-context',
  '--namespace',
  '-n',
  '--kubeconfig',
  '--kube-apiserver',
  '--kube-token',
  '--kube-as-user',
  '--kube-as-group',
  '--kube-ca-file',
  '--registry-config',
  '--repository-cache',
  '--repository-config',
  '--kube-tls-server-name',
  '--compat',
])
const BARE: ReadonlySet<string> = new Set(['--debug', '--kube-insecure-skip-tls-verify'])

function takesNext(word: string | undefined): boolean {
  return word !== undefined && VALUED.has(word)
}

function splitKnown(words: readonly string[]): {
  readonly known: readonly string[]
  readonly others: readonly string[]
} {
  const known: string[] = []
  const others: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    const [flag = '', value] = word.split('=', 2)
    if (VALUED.has(word) && words[index + 1] !== undefined) known.push(word, words[++index] as string)
    else if (BARE.has(word) || (value !== undefined && VALUED.has(flag))) known.push(word)
    else others.push(word)
  }
  return { known, others }
}
