import { fetchDependencies } from '../chart/dependencies.ts'
import { networkFlags } from '../flags/network.ts'
import { type Command, defineCommand } from '../frame/command.ts'
import type { Flags } from '../frame/flag.ts'

const flags = {
  ...networkFlags,
  keyring: { kind: 'string', value: 'file', summary: 'public keys to check signatures with' },
  'skip-refresh': { kind: 'boolean', summary: 'use the cached indexes of repositories' },
  verify: { kind: 'boolean', summary: "check the packages' signatures" },
} as const satisfies Flags

function dependencyCommand(verb: 'build' | 'update', summary: string): Command<typeof flags> {
  return defineCommand({
    name: `dependency ${verb}`,
    summary,
    args: [{ name: 'CHART', summary: 'chart folder; . when left out', isOptional: true }],
    flags,
    run: async (input, session) => {
      await fetchDependencies(verb, input.args[0] ?? '.', { flags: input.flags, session })
      return undefined
    },
  })
}

/** `berth dependency build [CHART]`. */
export const build = dependencyCommand('build', 'rebuild charts/ from the lock file')
/** `berth dependency update [CHART]`. */
export const update = dependencyCommand('update', 'fetch dependencies and write the lock file')
