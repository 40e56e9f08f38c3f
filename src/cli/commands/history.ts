import { releaseHistory } from '#release'
import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { reading, releaseArgument } from '../release/reading.ts'
import { releaseHistoryText } from '../view/release-history.ts'

/** `berth history RELEASE_NAME`: the revisions of a release. */
export const command = defineCommand({
  name: 'history',
  summary: "list a release's revisions",
  args: [releaseArgument],
  flags: {
    ...outputFlags,
    max: { kind: 'integer', default: 256, value: 'number', summary: 'most revisions, newest first' },
  },
  run: async ({ args, flags }, session) => {
    const revisions = await reading({ flags, session }, ({ driver }) =>
      releaseHistory(driver, args[0] ?? '', flags.max),
    )
    const { compat } = flags
    const text = releaseHistoryText(revisions, { format: flags.output, compat })
    if (!flags.json) return { text }
    return { text, data: JSON.parse(releaseHistoryText(revisions, { format: 'json', compat })) as unknown }
  },
})
