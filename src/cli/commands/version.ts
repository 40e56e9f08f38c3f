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
      summary: 'Go template over .Version and, as helm, .GitCommit, .GitTreeState, .GoVersion',
    },
    client: { kind: 'boolean', short: 'c', summary: 'accepted and without effect, as in Helm 3', isHidden: true },
  },
  run: async ({ flags }, session) => {
    const { helmBuilds, printBuild, shortBuild, templateBuild } = await import('../chart/build-info.ts')
    const isHelm = session.persona === 'helm'
    const build = isHelm
      ? helmBuilds[flags.compat]
      : ([
          ['Version', version],
          ['Compat', helmVersions[flags.compat]],
        ] as const)
    const data = { version, compat: helmVersions[flags.compat] }
    if (flags.template !== undefined) return { text: await templateBuild(build, flags.template), data }
    if (flags.short || !isHelm) return { text: shortBuild(build), data }
    return { text: printBuild(build), data }
  },
})
