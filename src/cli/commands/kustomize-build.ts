import { kustomizeFlags } from '../flags/kustomize.ts'
import { defineCommand, type Outcome } from '../frame/command.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from '../kustomize/build.ts'
import type { KustomizeInput } from '../kustomize/input.ts'

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
    "berth kustomize build . --explain 'Deployment/web:spec.template.spec.containers[name=web].image'",
  ],
  args: [{ name: 'DIR', summary: 'folder or git address; . when left out', isOptional: true }],
  flags: kustomizeFlags,
  run: buildOrExplain,
})

async function buildOrExplain(input: KustomizeInput, session: Session): Promise<Outcome | undefined> {
  const [path = '.'] = input.args
  const { output, explain, watch } = input.flags
  if (watch) return (await import('../kustomize/watch.ts')).watchFromFlags(path, input, session)
  if (explain !== undefined) return (await import('../kustomize/explain.ts')).explainFromFlags(path, input, session)
  const built = await buildFromFlags(path, input, session)
  if (output === undefined) return { text: built.text, data: built.objects() }
  const { writeBuild } = await import('../kustomize/write.ts')
  await writeBuild(built, output, session)
  return undefined
}
