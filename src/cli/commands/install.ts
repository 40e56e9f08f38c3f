import { installFlags } from '../flags/release.ts'
import { defineCommand } from '../frame/command.ts'
import { tellDeprecated } from '../release/action-options.ts'
import { installRelease } from '../release/install.ts'
import { shown } from '../release/shown.ts'

/** `berth install [NAME] SOURCE`: a chart, a kustomization or plain manifests become a release on a cluster. */
export const command = defineCommand({
  name: 'install',
  summary: 'install a chart, a kustomization or plain manifests',
  description:
    'Values come from the chart, then from -f files, --set-json, --set, --set-string, --set-file and --set-literal.',
  examples: [
    'berth install web ./chart -f production.yaml --set image.tag=1.2.3 --wait',
    'berth install web overlays/production',
    'berth install web manifests/ --dry-run=server',
    'kubectl get -o yaml … | berth install web -',
  ],
  args: [
    { name: 'NAME', summary: "the release's name; --generate-name makes one up", isOptional: true },
    {
      name: 'SOURCE',
      summary:
        'chart (folder, archive, repository/name, oci:// reference or address), kustomization, or manifests (file, folder, -)',
    },
  ],
  flags: installFlags,
  run: async ({ args, flags, given }, session) => {
    tellDeprecated(installFlags, given, { compat: flags.compat, session })
    const release = await installRelease(args, flags, session)
    return shown(release, flags, { session })
  },
})
