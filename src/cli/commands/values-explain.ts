import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { explainValues } from '#render'
import { planRender } from '../chart/render.ts'
import { deployFlags } from '../flags/deploy.ts'
import { renderFlags } from '../flags/render.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'
import { explanationData, explanationText, valuesText } from '../view/frame-values.ts'

/** `berth values explain [PATH] [NAME] [CHART]`: who wrote a value, lowest precedence first. */
export const command = defineCommand({
  name: 'values explain',
  summary: 'say who wrote a value, in order',
  description: 'PATH is written as in --set: image.tag, list[0].name. An empty PATH, or none, lists every value.',
  examples: ['berth values explain image.tag web ./chart -f production.yaml', "berth values explain '' web ./chart"],
  args: [
    { name: 'PATH', summary: 'path of the value', isOptional: true },
    { name: 'NAME', summary: "the release's name; release-name when left out", isOptional: true },
    { name: 'CHART', summary: 'as `template` takes it; . when left out', isOptional: true },
  ],
  flags: { ...deployFlags, ...renderFlags },
  run: async (input, session) => {
    const [path = '', ...args] = withPath(input.args, session.cwd)
    const { chart, options } = await planRender({ ...input, args }, session)
    if (path === '') {
      const all = await explainValues(chart, options)
      return { text: valuesText(all), data: all.map(explanationData) }
    }
    const [found] = await explainValues(chart, options, path)
    if (found === undefined || (found.writers.length === 0 && found.value === undefined)) {
      const hint = found?.nearest === undefined ? "'' as PATH lists every value" : `did you mean ${found.nearest}`
      throw new CliError('input', `${path} – nobody gives such a value – expected a path of the values`, { hint })
    }
    return { text: explanationText(found), data: explanationData(found) }
  },
})

/** The arguments with an empty PATH in front when the only one names a chart. */
function withPath(args: readonly string[], cwd: string): readonly string[] {
  const [only = ''] = args
  const isChart = /\.tgz$|^[a-z]+:\/\//.test(only) || existsSync(resolve(cwd, only, 'Chart.yaml'))
  return args.length === 1 && isChart ? ['', ...args] : args
}
