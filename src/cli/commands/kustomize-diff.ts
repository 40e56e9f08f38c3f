import { kustomizeDiffFlags } from '../flags/kustomize-diff.ts'
import { defineCommand } from '../frame/command.ts'
import { diffFromFlags } from '../kustomize/diff.ts'

/** `berth kustomize diff A B`: the objects in which the builds of two kustomizations differ. */
export const command = defineCommand({
  name: 'kustomize diff',
  summary: 'compare the builds of two kustomizations',
  description:
    'Objects are paired by id, generated ones without the hash of their names. The exit code is 0 when the builds are equal, 1 when they differ, and 2 when one cannot be built. Values of Secrets are not shown.',
  examples: [
    'berth kustomize diff overlays/staging overlays/production',
    'berth kustomize diff https://github.com/org/repo//overlays/production?ref=v1.2.0 overlays/production',
    'berth kustomize diff --output json overlays/staging overlays/production',
  ],
  args: [
    { name: 'A', summary: 'folder or git address' },
    { name: 'B', summary: 'folder or git address' },
  ],
  flags: kustomizeDiffFlags,
  run: diffFromFlags,
})
