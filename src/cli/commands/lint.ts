import { lintPaths } from '../chart/lint.ts'
import { lintFlags } from '../flags/lint.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError, exitCodes } from '../frame/error.ts'
import { textReport } from '../view/report.ts'
import { formReport } from '../view/report-form.ts'

/** `berth lint PATH...`: what is wrong with charts, as Helm says it, and more that Helm does not see. */
export const command = defineCommand({
  name: 'lint',
  summary: 'examine a chart for possible mistakes',
  description: 'Errors are what would stop an install; warnings break a convention. --strict fails on warnings too.',
  examples: ['berth lint ./chart -f production.yaml', 'berth lint ./chart --strict --output sarif > lint.sarif'],
  args: [{ name: 'PATH', summary: 'chart folder or archive', isVariadic: true }],
  flags: lintFlags,
  run: async (input, session) => {
    const { output, json, quiet, strict } = input.flags
    const entries = await lintPaths(input, session)
    const { text, summary, hasFailed } = textReport(entries, quiet)
    const form = json && output === 'text' ? 'json' : output
    if (form !== 'text') {
      const report = await formReport(form, entries, { isQuiet: quiet, isStrict: strict })
      return { text: report, exitCode: hasFailed ? exitCodes.failure : exitCodes.ok }
    }
    session.stdout.write(text)
    if (hasFailed) throw new CliError('input', summary)
    return undefined
  },
})
