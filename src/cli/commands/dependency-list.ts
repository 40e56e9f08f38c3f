import { listDependencies } from '#source'
import { asHelm } from '../chart/missing-chart.ts'
import { versionRules } from '../chart/versions.ts'
import { defineCommand } from '../frame/command.ts'
import { table } from '../view/table.ts'

/** `berth dependency list [CHART]`: what Chart.yaml declares, and how it stands in charts/. */
export const command = defineCommand({
  name: 'dependency list',
  summary: "list a chart's dependencies",
  args: [{ name: 'CHART', summary: 'folder or archive; . when left out', isOptional: true }],
  flags: {
    'max-col-width': { kind: 'unsigned', default: 80, value: 'columns', summary: 'widest column of the table' },
  },
  run: async (input, session) => {
    const options = { versions: versionRules, compat: input.flags.compat }
    const { rows, warnings } = asHelm(session.persona, () => listDependencies(input.args[0] ?? '.', options))
    const cells = rows.map(({ name, version, repository, status }) => [name, version, repository, status])
    const header = ['NAME', 'VERSION', 'REPOSITORY', 'STATUS']
    const lines = cells.length > 0 ? `${table(header, cells, input.flags['max-col-width'])}\n` : ''
    return { text: lines + warnings.map((warning) => `${warning}\n`).join(''), data: rows }
  },
})
