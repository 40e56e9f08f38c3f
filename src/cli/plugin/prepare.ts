import { CliError } from '../frame/error.ts'
import type { PlatformCommand } from './plugin.ts'

/** Names and values of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A program with its arguments. */
export interface Prepared {
  readonly program: string
  readonly args: readonly string[]
}

/** How a command is made ready. */
export interface PrepareOptions {
  readonly environment: Environment
  readonly expandsArgs: boolean
  readonly extraArgs?: readonly string[]
  /** What stands before the reason when there is no command. */
  readonly failure?: string
}

/** What Helm says where a command cannot be made ready. */
export const UNPREPARED = 'failed to prepare plugin command: '

/** Go's names of the processors that Node names otherwise. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/**
 * The command for this machine, `$NAMES` in it replaced: the one for its system and processor, else for its system, else one
 * for any. Throws CliError `input` when there is none. Source: helm.sh/helm/v4 internal/plugin/subprocess_commands.go.
 */
export function prepareCommand(commands: readonly PlatformCommand[], options: PrepareOptions): Prepared {
  const { environment, expandsArgs, extraArgs = [], failure = '' } = options
  const chosen = chooseCommand(commands)
  const [program = '', ...words] = (chosen?.command ?? '').split(' ')
  if (program === '') {
    const hint = `plugin.yaml has no command for ${process.platform}`
    throw new CliError('input', `${failure}no plugin command is applicable`, { hint })
  }
  const args = [...words, ...(chosen?.args ?? [])]
  return {
    program: expand(program, environment),
    args: [...(expandsArgs ? args.map((arg) => expand(arg, environment)) : args), ...extraArgs],
  }
}

function chooseCommand(commands: readonly PlatformCommand[]): PlatformCommand | undefined {
  const arch = ARCHITECTURES[process.arch] ?? process.arch
  const isOurs = (wanted: string | undefined, actual: string): boolean => wanted?.toLowerCase() === actual
  const isAny = (wanted: string | undefined): boolean => wanted === undefined || wanted === ''
  return (
    commands.find((one) => isOurs(one.os, process.platform) && isOurs(one.arch, arch)) ??
    commands.find((one) => isOurs(one.os, process.platform) && isAny(one.arch)) ??
    commands.find((one) => isAny(one.os) && isAny(one.arch))
  )
}

/** Go's `os.Expand`: `$NAME`, `${NAME}` and `$` with one digit or sign; what is not set is empty, a lone `$` stays. */
function expand(text: string, environment: Environment): string {
  return text.replaceAll(
    /\$(?:\{([^}]*)\}|([A-Za-z_]\w*|[-*#$@!?0-9]))/g,
    (_, braced?: string, bare?: string) => environment[braced ?? bare ?? ''] ?? '',
  )
}
