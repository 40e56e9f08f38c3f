import { resolve } from 'node:path'
import { mergeLayers } from '#render'
import { choose, loadStack, type Stack, type StackRelease } from '#stack'
import { readLayers, readLocalText } from '../chart/values.ts'
import type { globalFlags } from '../flags/global.ts'
import type { stackFlags } from '../flags/stack.ts'
import { CliError } from '../frame/error.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { stackWorld } from './world.ts'

/** The flags that every command about stacks has. */
export type StackInput = Input<typeof globalFlags & typeof stackFlags>

/** A stack, and those of its releases that the flags choose and whose conditions hold. */
export interface ChosenStack {
  readonly stack: Stack
  readonly releases: readonly StackRelease[]
}

/** Reads the stack that a command line names. Throws StackError, and CliError `input` when no release is left. */
export async function chosenStack({ args, flags }: StackInput, session: Session): Promise<ChosenStack> {
  const [path = '.'] = args
  const options = {
    environment: flags.environment,
    overrides: await overridesOf(flags, session),
    ...(flags.namespace !== undefined && { namespace: flags.namespace }),
  }
  const stack = await loadStack(resolve(session.cwd, path), options, stackWorld(session))
  for (const warning of stack.warnings) session.stderr.write(`warning: ${warning}\n`)
  const releases = choose(stack.releases, flags.selector, { withNeeds: flags['include-needs'] })
  if (releases.length > 0) return { stack, releases }
  const why = stack.releases.length === 0 ? 'has no releases' : 'has no release that is selected and enabled'
  throw new CliError('input', `${path} ${why} in environment ${flags.environment}`)
}

async function overridesOf(flags: StackInput['flags'], session: Session): ReturnType<typeof merged> {
  const none = { 'set-json': [], 'set-string': [], 'set-file': [], 'set-literal': [], 'ca-file': undefined }
  const tls = { 'cert-file': undefined, 'key-file': undefined, 'insecure-skip-tls-verify': false }
  return merged({ ...flags, ...none, ...tls, values: flags['stack-values'], set: flags['stack-set'] }, session)
}

async function merged(flags: Parameters<typeof readLayers>[0], session: Session): Promise<StackOverrides> {
  const layers = await readLayers(flags, flags.compat, session)
  return mergeLayers(layers, { compat: flags.compat, readFile: readLocalText }) as StackOverrides
}

type StackOverrides = Parameters<typeof loadStack>[1]['overrides']
