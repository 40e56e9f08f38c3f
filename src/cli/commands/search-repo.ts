import { type SearchResult, searchRepositories } from '#repo'
import { repositoryFiles } from '../chart/network.ts'
import { versionRules } from '../chart/versions.ts'
import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { listText } from '../view/list.ts'

/** `berth search repo [KEYWORD]`: charts of the added repositories, nearest first. */
export const command = defineCommand({
  name: 'search repo',
  summary: 'search the added repositories',
  args: [
    { name: 'KEYWORD', summary: 'words to look for; all charts when left out', isOptional: true, isVariadic: true },
  ],
  flags: {
    ...outputFlags,
    devel: { kind: 'boolean', summary: "pre-releases too, as --version '>0.0.0-0'" },
    regexp: { kind: 'boolean', short: 'r', summary: 'the keyword is a regular expression' },
    version: { kind: 'string', value: 'range', summary: 'only versions that fit' },
    versions: { kind: 'boolean', short: 'l', summary: 'every version of each chart' },
    'fail-on-no-result': { kind: 'boolean', summary: 'an error when nothing is found' },
    'max-col-width': { kind: 'unsigned', default: 50, value: 'columns', summary: 'widest column of the table' },
  },
  run: async ({ args, flags }, session) => {
    const { results, corrupt } = await searchRepositories(args.join(' '), {
      ...repositoryFiles(flags, session),
      ...versionRules,
      versions: flags.versions,
      devel: flags.devel,
      isRegexp: flags.regexp,
      ...(flags.version && { version: flags.version }),
    })
    for (const { repository } of corrupt) {
      session.stderr.write(`WARNING: Repo "${repository}" is corrupt or missing. Try 'helm repo update'.\n`)
    }
    if (results.length === 0 && flags['fail-on-no-result']) throw new CliError('input', 'no results found')
    const data = results.map(asData)
    const text = listText({
      format: flags.output,
      header: ['NAME', 'CHART VERSION', 'APP VERSION', 'DESCRIPTION'],
      rows: data.map(({ name, version, app_version, description }) => [name, version, app_version, description]),
      data,
      none: 'No results found',
      maxWidth: flags['max-col-width'],
    })
    return { text, data }
  },
})

function asData({ name, entry }: SearchResult): {
  name: string
  version: string
  app_version: string
  description: string
} {
  const { version, appVersion = '', description = '' } = entry
  return { name, version, app_version: appVersion, description }
}
