import { resolve } from 'node:path'
import { mergeLayers } from '#render'
import { loadStack, type Stack, type StackRelease } from '#stack'
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
  const isSilent = flags['no-programs']
  const options = {
    environment: flags.environment,
    overrides: await overridesOf(flags, session),
    settings: await settingsOf(flags, session),
    selectors: flags.selector,
    withNeeds: flags['include-needs'] || flags['include-transitive-needs'],
    ...(flags.namespace !== undefined && { namespace: flags.namespace }),
  }
  const stack = await loadStack(resolve(session.cwd, path), options, stackWorld(session, { runs: !isSilent }))
  for (const warning of stack.warnings) session.stderr.write(`warning: ${warning}\n`)
  const { chosen: releases } = stack
  const why = stack.releases.length === 0 ? 'has no releases' : 'has no release that is selected and enabled'
  if (releases.length === 0) throw new CliError('input', `${path} ${why} in environment ${flags.environment}`)
  return isSilent ? withoutHooks({ stack, releases }, session) : { stack, releases }
}

function withoutHooks({ stack, releases }: ChosenStack, { stderr }: Session): ChosenStack {
  const count = [...stack.parts, ...releases].reduce((sum, { hooks }) => sum + hooks.length, 0)
  if (count > 0) stderr.write(`warning: ${count === 1 ? '1 hook is' : `${count} hooks are`} not run: --no-programs\n`)
  return {
    stack: { ...stack, parts: stack.parts.map((part) => ({ ...part, hooks: [] })) },
    releases: releases.map((release) => ({ ...release, hooks: [] })),
  }
}

const NO_VALUES = { values: [], set: [], 'set-json': [], 'set-string': [], 'set-file': [], 'set-literal': [] }
const NO_TLS = {
  'ca-file': undefined,
  'cert-file': undefined,
  'key-file': undefined,
  'insecure-skip-tls-verify': false,
}

function overridesOf(flags: StackInput['flags'], session: Session): Promise<StackValues> {
  const values = [...flags['stack-values'], ...flags['state-values-file']]
  return merged({ ...flags, ...NO_VALUES, ...NO_TLS, values }, session)
}

function settingsOf(flags: StackInput['flags'], session: Session): Promise<StackValues> {
  const set = [...flags['stack-set'], ...flags['state-values-set']]
  return merged({ ...flags, ...NO_VALUES, ...NO_TLS, set, 'set-string': flags['state-values-set-string'] }, session)
}

async function merged(flags: Parameters<typeof readLayers>[0], session: Session): Promise<StackValues> {
  const layers = await readLayers(flags, flags.compat, session)
  return mergeLayers(layers, { compat: flags.compat, readFile: readLocalText }) as StackValues
}

type StackValues = Parameters<typeof loadStack>[1]['overrides']
