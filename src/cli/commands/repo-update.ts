import { repositoryFiles } from '../chart/network.ts'
import { updateAndReport } from '../chart/update-repositories.ts'
import { durationMs } from '../flags/duration.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth repo update [NAME...]`: fetches the indexes again, all at once. */
export const command = defineCommand({
  name: 'repo update',
  summary: 'fetch the indexes of chart repositories',
  args: [{ name: 'NAME', summary: 'repository to fetch; all when left out', isOptional: true, isVariadic: true }],
  flags: {
    'fail-on-repo-update-fail': { kind: 'boolean', summary: 'with --compat helm3: an error when one fails' },
    timeout: { kind: 'duration', default: '2m0s', summary: 'longest wait for an index' },
  },
  run: async ({ args, flags }, session) => {
    const results = await updateAndReport(
      args,
      { ...repositoryFiles(flags, session), timeoutMs: durationMs(flags.timeout) },
      session,
    )
    const failed = results.filter(({ error }) => error !== undefined).map(({ entry }) => entry.url)
    if (failed.length > 0 && (flags.compat === 'helm4' || flags['fail-on-repo-update-fail'])) {
      throw new CliError('input', `failed to update the following repositories: [${failed.join(' ')}]`)
    }
    return { text: 'Update Complete. ⎈Happy Helming!⎈\n' }
  },
})
