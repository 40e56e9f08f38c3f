import { removeRepositories } from '#repo'
import { repositoryFiles } from '../chart/network.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth repo remove NAME...`: forgets repositories and what is cached of them. */
export const command = defineCommand({
  name: 'repo remove',
  summary: 'remove chart repositories',
  args: [{ name: 'NAME', summary: 'repository to forget', isVariadic: true }],
  flags: {},
  run: async ({ args, flags }, session) => {
    for (const name of args) {
      const lines = await removeRepositories([name], repositoryFiles(flags, session))
      session.stdout.write(lines.map((line) => `${line}\n`).join(''))
    }
    return undefined
  },
})
