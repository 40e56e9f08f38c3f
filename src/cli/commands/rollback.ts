import { rollback } from '#release'
import { helmEnvironmentOf } from '../chart/helm-environment.ts'
import { rollbackFlags } from '../flags/release.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { actionOptions, tellDeprecated } from '../release/action-options.ts'
import { tellCancelled } from '../release/cancelled.ts'
import { helmLog } from '../release/helm-log.ts'
import { inWorld } from '../release/run.ts'

/** `berth rollback RELEASE [REVISION]`: an earlier revision becomes the deployed one again. */
export const command = defineCommand({
  name: 'rollback',
  summary: 'roll a release back to an earlier revision',
  examples: ['berth rollback web', 'berth rollback web 3 --wait'],
  args: [
    { name: 'RELEASE', summary: "the release's name" },
    { name: 'REVISION', summary: 'which one; the one before when left out or 0', isOptional: true },
  ],
  flags: rollbackFlags,
  run: async ({ args, flags, given }, session) => {
    tellDeprecated(rollbackFlags, given, { compat: flags.compat, session })
    const [name = '', revision] = args
    const options = {
      ...actionOptions(name, flags, { session, usual: 'auto' }),
      revision: revision === undefined ? 0 : revisionOf(revision),
      cleansUpOnFail: flags['cleanup-on-fail'],
      recreatesPods: flags['recreate-pods'],
      historyMax: given.has('history-max') ? flags['history-max'] : helmEnvironmentOf(flags, session).maxHistory,
    }
    helmLog(flags, session).debug('preparing rollback', { name })
    const back = await inWorld({ flags, session }, (world) =>
      tellCancelled(name, session, () => rollback(world, options)),
    )
    return { text: 'Rollback was a success! Happy Helming!\n', data: { name, revision: back.version } }
  },
})

/** Throws CliError `usage`, in Go's words. */
function revisionOf(text: string): number {
  const isNumber = /^[+-]?\d+$/.test(text)
  if (isNumber && isInt64(BigInt(text.replace('+', '')))) return Number(text)
  const reason = `strconv.Atoi: parsing ${JSON.stringify(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`
  throw new CliError('usage', `could not convert revision to a number: ${reason}`)
}

function isInt64(number: bigint): boolean {
  return BigInt.asIntN(64, number) === number
}
