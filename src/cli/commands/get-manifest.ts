import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'

/** `berth get manifest RELEASE_NAME`: the objects of a release as its record has them. */
export const command = defineCommand({
  name: 'get manifest',
  summary: "print a release's objects",
  args: [releaseArgument],
  flags: revisionFlags,
  run: async (input, session) => {
    const { release } = await readRelease(input, session)
    return { text: [release.manifest, '\n'] }
  },
})
