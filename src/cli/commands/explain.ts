import { traceHelm } from '#render'
import { planRender } from '../chart/render.ts'
import { withCluster, withLookup } from '../chart/with-cluster.ts'
import { deployFlags } from '../flags/deploy.ts'
import { renderFlags } from '../flags/render.ts'
import { defineCommand } from '../frame/command.ts'
import { findLine, namedLine } from '../view/frame-find.ts'
import { lineText, plainValue } from '../view/frame-line.ts'

/** `berth explain FILE:LINE [NAME] [CHART]`: the template line, the calls and the values behind a rendered line. */
export const command = defineCommand({
  name: 'explain',
  summary: 'say where a line of rendered output comes from',
  description:
    'FILE is what `template` printed or wrote; - is standard input; :LINE alone is a line of a fresh render.',
  examples: ['berth explain rendered.yaml:12 web ./chart -f production.yaml', 'berth explain :12 web ./chart --json'],
  args: [
    { name: 'FILE:LINE', summary: 'the line to explain' },
    { name: 'NAME', summary: "the release's name; release-name when left out", isOptional: true },
    { name: 'CHART', summary: 'as `template` takes it; . when left out', isOptional: true },
  ],
  flags: { ...deployFlags, ...renderFlags },
  run: async (input, session) => {
    const [word = '', ...args] = input.args
    const named = namedLine(word)
    const plan = await planRender({ ...input, args }, session)
    const { chart } = plan
    const trace = await withCluster(plan, { input, session }, (options, cluster) =>
      cluster.render((lookup) => traceHelm(chart, withLookup(options, lookup))),
    )
    if (trace.manifest === undefined) throw trace.failure
    const { origin, note } = await findLine(named, trace, session)
    const values = origin.values.map((use) => ({ ...use, value: plainValue(use.value) }))
    return {
      text: lineText(origin, { chart, place: word, note }),
      data: { ...origin, values: values.map(plainUse), note },
    }
  },
})

function plainUse<U extends { readonly origin: { readonly value: unknown } | undefined }>(use: U): unknown {
  return use.origin === undefined ? use : { ...use, origin: { ...use.origin, value: plainValue(use.origin.value) } }
}
