import { goJson } from '#release'
import { dump } from '#yaml'
import { outputFlags } from '../flags/output.ts'
import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { computedValues } from '../release/computed-values.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'

/** `berth get values RELEASE_NAME`: the values that a release was given, or all it was rendered with. */
export const command = defineCommand({
  name: 'get values',
  summary: "print a release's values",
  args: [releaseArgument],
  flags: {
    ...outputFlags,
    ...revisionFlags,
    all: { kind: 'boolean', short: 'a', summary: "the chart's values too" },
  },
  run: async (input, session) => {
    const { release } = await readRelease(input, session)
    const { output, compat, all } = input.flags
    const values = all ? computedValues(release, compat) : (release.config ?? null)
    if (output === 'json') return { text: `${goJson(values)}\n` }
    const heading = output === 'yaml' ? '' : all ? 'COMPUTED VALUES:\n' : 'USER-SUPPLIED VALUES:\n'
    return { text: heading + dump(values), data: JSON.parse(goJson(values)) as unknown }
  },
})
