import { kustomizeFlags } from '../flags/kustomize.ts'
import { defineCommand } from '../frame/command.ts'
import { buildFromFlags } from '../kustomize/build.ts'

/** `berth kustomize build [DIR]`: the objects that a kustomization makes, on stdout or as files. */
export const command = defineCommand({
  name: 'kustomize build',
  summary: 'build a kustomization and print its objects',
  description:
    'DIR is a folder with a kustomization.yaml, or the address of a git repository with the path of such a folder behind it.',
  examples: [
    'berth kustomize build overlays/production',
    'berth kustomize build https://github.com/org/repo//overlays/production?ref=v1.2.0',
    'berth kustomize build --enable-helm .',
  ],
  args: [{ name: 'DIR', summary: 'folder or git address; . when left out', isOptional: true }],
  flags: kustomizeFlags,
  run: async (input, session) => {
    const built = await buildFromFlags(input.args[0] ?? '.', input, session)
    const { output } = input.flags
    if (output === undefined) return { text: built.text, data: built.objects() }
    const { writeBuild } = await import('../kustomize/write.ts')
    await writeBuild(built, output, session)
    return undefined
  },
})
