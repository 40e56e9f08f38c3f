import { type ListOptions, listReleases } from '#release'
import type { globalFlags } from '../flags/global.ts'
import { listFlags } from '../flags/list.ts'
import { defineCommand } from '../frame/command.ts'
import type { Input } from '../frame/flag.ts'
import { reading } from '../release/reading.ts'
import { recordTimes } from '../release/record-times.ts'
import { hasColour } from '../release/shown.ts'
import { releaseListText } from '../view/release-list.ts'

type ListInput = Input<typeof listFlags & typeof globalFlags>['flags']

/** `berth list`: the releases of a namespace, or of all. */
export const command = defineCommand({
  name: 'list',
  summary: 'list releases',
  examples: [
    'berth list -A',
    "berth list --filter '^web' --failed -o json",
    'berth list -l team=shop --date --reverse',
  ],
  args: [],
  flags: listFlags,
  run: async ({ flags }, session) => {
    const wish = flags['all-namespaces'] ? { recordNamespace: '' } : {}
    const options = await optionsOf(flags)
    const releases = await reading({ flags, session, wish }, ({ driver }) => listReleases(driver, options))
    const timeText = await recordTimes(releases, { session, layout: flags['time-format'] })
    const view = {
      timeText,
      isShort: flags.short,
      hasNoHeaders: flags['no-headers'],
      hasColour: flags.compat === 'helm4' && hasColour(flags, session),
    }
    const text = releaseListText(releases, { ...view, format: flags.output })
    if (!flags.json) return { text }
    return { text, data: JSON.parse(releaseListText(releases, { ...view, format: 'json' })) as unknown }
  },
})

async function optionsOf(flags: ListInput): Promise<ListOptions> {
  const { filter, selector } = flags
  return {
    ...(filter && { isNamed: await matcherOf(filter) }),
    ...(selector && { selector }),
    states: statesOf(flags),
    isByDate: flags.date,
    isReversed: flags.reverse,
    offset: flags.offset,
    max: flags.max,
  }
}

/** Go's regular expressions are loaded only when one is given. Throws Go's text for a bad one. */
async function matcherOf(filter: string): Promise<(name: string) => boolean> {
  const { compileGoPattern } = await import('#template')
  const { CliError } = await import('../frame/error.ts')
  try {
    const pattern = compileGoPattern(filter)
    return (name) => pattern.test(name)
  } catch (cause) {
    throw new CliError('usage', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const PENDING = ['pending-install', 'pending-upgrade', 'pending-rollback']
const ALL = ['deployed', 'failed', 'superseded', 'uninstalled', 'uninstalling', ...PENDING]

function statesOf(flags: ListInput): readonly string[] {
  if (flags.all) return ALL
  const single = (['deployed', 'failed', 'superseded', 'uninstalled', 'uninstalling'] as const).filter(
    (state) => flags[state],
  )
  const asked = [...single, ...(flags.pending ? PENDING : [])]
  if (asked.length > 0) return asked
  return flags.compat === 'helm3' ? ['deployed', 'failed'] : ALL
}
