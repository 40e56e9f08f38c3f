import { renderFromFlags } from '../chart/render.ts'
import { deployFlags } from '../flags/deploy.ts'
import { renderFlags } from '../flags/render.ts'
import { defineCommand } from '../frame/command.ts'
import { overlayOf } from '../kustomize/overlay.ts'
import { tellDeprecated } from '../release/action-options.ts'

const templateFlags = { ...deployFlags, ...renderFlags }

/** `berth template [NAME] CHART`: the manifests that an install would apply, on stdout or as files. */
export const command = defineCommand({
  name: 'template',
  summary: 'render a chart and print the manifests',
  description:
    'Values come from the chart, then from -f files, --set-json, --set, --set-string, --set-file and --set-literal.',
  examples: [
    'berth template web ./chart -f production.yaml --set image.tag=1.2.3',
    'berth template ./chart --show-only templates/deployment.yaml',
    'berth template web ./chart --compat helm3',
    'berth template overlays/production',
    'berth template web ./chart --dry-run=server',
  ],
  args: [
    { name: 'NAME', summary: "the release's name; release-name when left out", isOptional: true },
    {
      name: 'CHART',
      summary:
        'folder, archive, repository/name, oci:// reference or address, or folder of a kustomization; . when left out',
      isOptional: true,
    },
  ],
  flags: templateFlags,
  run: async (input, session) => {
    tellDeprecated(templateFlags, input.given, { compat: input.flags.compat, session })
    const overlay = overlayOf(input.args, session)
    if (overlay !== undefined)
      return (await import('../kustomize/template.ts')).templateOverlay(overlay, input, session)
    const rendered = await renderFromFlags(input, session)
    const { flags } = input
    if (flags['output-dir'] === undefined) return { text: rendered.manifest.parts, data: rendered.resources }
    const { writeRendered } = await import('../chart/output-dir.ts')
    return { text: `${writeRendered(rendered, flags, session)}\n` }
  },
})
