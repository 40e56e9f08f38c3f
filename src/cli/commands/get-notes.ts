import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'

/** `berth get notes RELEASE_NAME`: the notes of a release. */
export const command = defineCommand({
  name: 'get notes',
  summary: "print a release's notes",
  args: [releaseArgument],
  flags: revisionFlags,
  run: async (input, session) => {
    const { notes = '' } = (await readRelease(input, session)).release.info
    return { text: notes === '' ? '' : `NOTES:\n${notes}\n` }
  },
})
