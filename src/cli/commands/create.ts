import { basename, dirname, join } from 'node:path'
import { createChart } from '#source'
import { helmEnvironmentOf } from '../chart/helm-environment.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth create NAME`: a chart to start from, in a new folder. */
export const command = defineCommand({
  name: 'create',
  summary: 'start a new chart',
  examples: ['berth create web', 'berth create web --starter company-base'],
  args: [{ name: 'NAME', summary: 'folder to make; its last part is the name of the chart' }],
  flags: {
    starter: { kind: 'string', short: 'p', value: 'name', summary: 'chart to copy, by path or name of a starter' },
  },
  run: async (input, session) => {
    const [path] = input.args as [string]
    session.stdout.write(`Creating ${path}\n`)
    const { dataHome } = helmEnvironmentOf(input.flags, session)
    await createChart(basename(path), dirname(path), {
      compat: input.flags.compat,
      startersFolder: join(dataHome, 'starters'),
      nowMs: session.now(),
      onWarning: (line) => session.stdout.write(`${line}\n`),
      ...(input.flags.starter && { starter: input.flags.starter }),
    })
    return undefined
  },
})
