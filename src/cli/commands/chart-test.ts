import { chartTestFlags } from '../chart-test/flags.ts'
import { defineCommand } from '../frame/command.ts'

/** `berth chart test CHART...`: installs, upgrades, tests and removes charts on a cluster that lives as long as that takes. */
export const command = defineCommand({
  name: 'chart test',
  summary: 'install, upgrade, test and remove a chart on a cluster of its own',
  description:
    'Each of ci/*-values.yaml is a case (the default values when there are none), on a cluster in memory whose pods are simulated.',
  examples: [
    'berth chart test ./chart',
    'berth chart test charts/* --keep-going --output junit > report.xml',
    'berth chart test charts --changed-since origin/main --previous git:origin/main --output github',
    'berth chart test ./chart --previous oci://registry.example.com/charts/web --crds crds/',
  ],
  args: [
    {
      name: 'CHART',
      summary: 'folder (of one chart, or of several), archive, repository/name, oci:// reference or address',
      isVariadic: true,
    },
  ],
  flags: chartTestFlags,
  run: async (input, session) => (await import('../chart-test/report.ts')).runChartTest(input, session),
})
