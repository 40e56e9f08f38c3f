import { outputFlags } from '../flags/output.ts'
import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'
import { releaseMetadataText } from '../view/release-metadata.ts'

/** `berth get metadata RELEASE_NAME`: what a record says of its release. */
export const command = defineCommand({
  name: 'get metadata',
  summary: "print a release's chart, labels, revision and status",
  args: [releaseArgument],
  flags: { ...outputFlags, ...revisionFlags },
  run: async (input, session) => {
    const found = await readRelease(input, session)
    const { output, compat, json } = input.flags
    const text = releaseMetadataText(found, { format: output, compat })
    if (!json) return { text }
    return { text, data: JSON.parse(releaseMetadataText(found, { format: 'json', compat })) as unknown }
  },
})
