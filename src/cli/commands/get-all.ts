import { revisionFlags } from '../flags/revision.ts'
import { defineCommand } from '../frame/command.ts'
import { computedValues } from '../release/computed-values.ts'
import { readRelease, releaseArgument } from '../release/reading.ts'
import { hasColour } from '../release/shown.ts'
import { statusText } from '../view/release-status.ts'

/** `berth get all RELEASE_NAME`: everything a record has, for people or through a template. */
export const command = defineCommand({
  name: 'get all',
  summary: 'print everything about a release',
  examples: ["berth get all web --template '{{.Release.Info.Status}}'"],
  args: [releaseArgument],
  flags: {
    ...revisionFlags,
    template: { kind: 'string', value: 'template', summary: 'Go template that prints .Release' },
  },
  run: async (input, session) => {
    const { release, labels } = await readRelease(input, session)
    const { compat, template = '' } = input.flags
    if (template !== '') {
      const { releaseThroughTemplate } = await import('../release/through-template.ts')
      return {
        text: releaseThroughTemplate({ ...release, labels }, template, { compat, timeZone: session.timeZone() }),
      }
    }
    const text = statusText(release, {
      compat,
      isDebug: true,
      showsChart: true,
      hasColour: compat === 'helm4' && hasColour(input.flags, session),
      computed: () => computedValues(release, compat),
    })
    return { text }
  },
})
