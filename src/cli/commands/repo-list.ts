import { loadRepositories } from '#repo'
import { repositoryFiles } from '../chart/network.ts'
import { outputFlags } from '../flags/output.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { listText } from '../view/list.ts'

/** `berth repo list`: names and addresses of the repositories. */
export const command = defineCommand({
  name: 'repo list',
  summary: 'list chart repositories',
  args: [],
  flags: { ...outputFlags, 'no-headers': { kind: 'boolean', summary: 'leave the heading out' } },
  run: async ({ flags }, session) => {
    const file = await loadRepositories(repositoryFiles(flags, session).repositoryConfig)
    const data = (file?.repositories ?? []).map(({ name, url }) => ({ name, url }))
    if (data.length === 0 && flags.output === 'table' && flags.compat === 'helm3') {
      throw new CliError('input', 'no repositories to show', { hint: 'add one: berth repo add NAME URL' })
    }
    const text = listText({
      format: flags.output,
      header: ['NAME', 'URL'],
      rows: data.map(({ name, url }) => [name, url]),
      data,
      none: 'no repositories to show',
      hasNoHeader: flags['no-headers'],
    })
    if (data.length > 0 || flags.output !== 'table') return { text, data }
    session.stderr.write(text)
    return { data }
  },
})
