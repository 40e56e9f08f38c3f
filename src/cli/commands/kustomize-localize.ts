import { defineCommand } from '../frame/command.ts'
import { localizeFromFlags } from '../kustomize/localize.ts'

/** `berth kustomize localize [TARGET [DESTINATION]]`: a copy of a kustomization in which nothing is remote. */
export const command = defineCommand({
  name: 'kustomize localize',
  summary: 'copy a kustomization with everything remote that it names',
  description:
    'TARGET is the folder of a kustomization, or the address of one in a git repository with ?ref= behind it. What it names is copied into a new folder; remote files and bases are put below localized-files, and the paths that name them are changed. Fields of charts and functions that name remote things stay as they are.',
  examples: [
    'berth kustomize localize',
    'berth kustomize localize overlays/production --scope . production-copy',
    'berth kustomize localize https://github.com/org/repo//overlays/production?ref=v1.2.0',
  ],
  args: [
    { name: 'TARGET', summary: 'folder or git address; . when left out', isOptional: true },
    { name: 'DESTINATION', summary: 'the new folder; localized-TARGET when left out', isOptional: true },
  ],
  flags: {
    scope: {
      kind: 'string',
      value: 'folder',
      summary: 'take nothing local from outside of this folder; default: the target itself',
    },
    'no-verify': { kind: 'boolean', summary: 'do not build both and compare them' },
  },
  run: async ({ args: [target = '.', destination = ''], flags }, session) => {
    const options = { target, destination, scope: flags.scope ?? '', verifies: !flags['no-verify'] }
    return { data: await localizeFromFlags(options, session) }
  },
})
