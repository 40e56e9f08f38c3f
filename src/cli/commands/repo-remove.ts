import { loadRepositories, removeRepositories } from '#repo'
import { repositoryFiles } from '../chart/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth repo remove NAME...`: forgets repositories and what is cached of them. */
export const command = defineCommand({
  name: 'repo remove',
  summary: 'remove chart repositories',
  args: [{ name: 'NAME', summary: 'repository to forget', isVariadic: true }],
  flags: {},
  run: async ({ args, flags }, session) => {
    const files = repositoryFiles(flags, session)
    const known = (await loadRepositories(files.repositoryConfig))?.repositories ?? []
    for (const name of args) {
      if (known.length > 0 && !known.some((entry) => entry.name === name)) {
        throw new CliError('input', `no repo named "${name}" found`, { hint: 'berth repo list names them' })
      }
      const lines = await removeRepositories([name], files)
      session.stdout.write(lines.map((line) => `${line}\n`).join(''))
    }
    return undefined
  },
})
