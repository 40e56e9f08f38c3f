import { defineCommand } from '../frame/command.ts'
import { helmVersions, version } from '../version.ts'

/** `berth version`; as `helm` it answers as that Helm would, so that scripts that look at it go on. */
export const command = defineCommand({
  name: 'version',
  summary: 'print the version',
  args: [],
  flags: {
    short: { kind: 'boolean', summary: 'the number alone' },
    template: {
      kind: 'string',
      value: 'text',
      summary: 'Go template over .Version, .GitCommit, .GitTreeState, .GoVersion',
    },
    client: { kind: 'boolean', short: 'c', summary: 'accepted and without effect', isHidden: true },
  },
  run: async (input, session) => {
    const compat = helmVersions[input.flags.compat]
    const number = session.persona === 'helm' ? compat : version
    return { text: `${number}\n`, data: { version, compat } }
  },
})
