import { findRelease, liveObjects, type Release, releaseJson } from '#release'
import { dump } from '#yaml'
import { outputFlags } from '../flags/output.ts'
import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { reading, releaseArgument } from '../release/reading.ts'
import { hasColour } from '../release/shown.ts'
import { liveTablesText } from '../view/live-tables.ts'
import { statusText } from '../view/release-status.ts'

/** `berth status RELEASE_NAME`: how a release is, with its live objects. */
export const command = defineCommand({
  name: 'status',
  summary: 'show how a release is',
  args: [releaseArgument],
  flags: {
    ...outputFlags,
    ...revisionFlags,
    'show-desc': { kind: 'boolean', summary: 'the description too; always shown but with --compat helm3' },
    'show-resources': { kind: 'boolean', summary: 'the objects too; always shown but with --compat helm3' },
  },
  run: async ({ args, flags }, session) => {
    const { compat, output } = flags
    const isTable = output === 'table' && !flags.json
    const showsObjects = compat === 'helm4' || flags['show-resources']
    const { release, live } = await reading({ flags, session }, async (world) => {
      const found = await findRelease(world.driver, args[0] ?? '', flags.revision)
      if (!showsObjects) return { release: found.release, live: undefined }
      const form = isTable ? 'tables' : 'objects'
      return { release: found.release, live: await liveObjects(world, found.release.manifest, form) }
    })
    if (!isTable) return dataOutcome(withObjects(release, live), { compat, output })
    const hasObjects = live !== undefined && live.size > 0
    const text = statusText(release, {
      compat,
      showsDescription: flags['show-desc'],
      hasColour: compat === 'helm4' && hasColour(flags, session),
      ...(hasObjects && { resources: liveTablesText(live) }),
    })
    return { text }
  },
})

type Live = Awaited<ReturnType<typeof liveObjects>> | undefined

/** The record without its chart, with the live objects in it. */
function withObjects(release: Release, live: Live): Release {
  const info = { ...release.info, ...(live !== undefined && { resources: Object.fromEntries(live) }) }
  return { ...release, chart: {}, info }
}

function dataOutcome(
  release: Release,
  { compat, output }: { readonly compat: 'helm3' | 'helm4'; readonly output: string },
): { readonly text: string; readonly data: unknown } {
  const json = releaseJson(release, compat)
  const data = JSON.parse(json) as unknown
  return { text: output === 'yaml' ? dump(data) : `${json}\n`, data }
}
