import { inferSchema } from '#render'
import { dump } from '#yaml'
import { loadNamedChart } from '../chart/load.ts'
import { chartSourceFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth schema CHART`: the JSON Schema of a chart's values, as far as defaults, comments and templates show it. */
export const command = defineCommand({
  name: 'schema',
  summary: 'print the schema inferred from values and templates',
  description:
    'Types and defaults come from values.yaml, descriptions from its comments, further values from the templates; ' +
    'values.schema.json has the last word. Subcharts stand under their names.',
  examples: ['berth schema ./chart > chart/values.schema.json', 'berth schema ./chart --output yaml'],
  args: [{ name: 'CHART', summary: 'folder, archive, repository/name, oci:// reference or address' }],
  flags: {
    ...chartSourceFlags,
    output: { kind: 'string', short: 'o', choices: ['json', 'yaml'], default: 'json', summary: 'form of the schema' },
  },
  run: async ({ args, flags }, session) => {
    const schema = await inferSchema(await loadNamedChart(args[0] as string, flags, session))
    return { text: flags.output === 'yaml' ? dump(schema) : `${JSON.stringify(schema, undefined, 2)}\n` }
  },
})
