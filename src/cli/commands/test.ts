import { runTests } from '#release'
import { durationMs } from '../flags/duration.ts'
import { testFlags } from '../flags/release.ts'
import { defineCommand } from '../frame/command.ts'
import { inWorld } from '../release/run.ts'
import { shown } from '../release/shown.ts'

/** `berth test RELEASE`: runs the test hooks of a release; exit code 1 when one fails. */
export const command = defineCommand({
  name: 'test',
  summary: 'run the tests of a release',
  examples: ['berth test web --logs', 'berth test web --filter name=web-connects'],
  args: [{ name: 'RELEASE', summary: "the release's name" }],
  flags: testFlags,
  run: async ({ args, flags }, session) => {
    const [name = ''] = args
    const options = {
      name,
      compat: flags.compat,
      takesOver: flags['take-over'],
      timeoutMs: durationMs(flags.timeout),
      ...filtersOf(flags.filter),
    }
    await inWorld({ flags, session }, (world) =>
      runTests(world, options, async ({ release, logs }) => {
        const hidesNotes = flags.compat === 'helm4' || flags['hide-notes']
        const { text = '' } = shown(release, { ...flags, 'hide-notes': hidesNotes }, { session })
        session.stdout.write(text as string)
        if (flags.logs) await printLogs(logs())
      }),
    )
    return undefined

    async function printLogs(lines: AsyncIterable<string>): Promise<void> {
      session.stdout.write('\n')
      for await (const line of lines) session.stdout.write(line)
    }
  },
})

const EXCLUSION = /^!\s?name=/

function filtersOf(filters: readonly string[]): {
  readonly only: readonly string[]
  readonly except: readonly string[]
} {
  return {
    only: filters.filter((filter) => filter.startsWith('name=')).map((filter) => filter.slice('name='.length)),
    except: filters.filter((filter) => EXCLUSION.test(filter)).map((filter) => filter.replace(EXCLUSION, '')),
  }
}
