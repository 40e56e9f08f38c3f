import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'

/** `berth get hooks RELEASE_NAME`: the hooks of a release as its record has them. */
export const command = defineCommand({
  name: 'get hooks',
  summary: "print a release's hooks",
  args: [releaseArgument],
  flags: revisionFlags,
  run: async (input, session) => {
    const { release } = await readRelease(input, session)
    return { text: release.hooks.map(({ path, manifest }) => `---\n# Source: ${path}\n${manifest}\n`) }
  },
})
