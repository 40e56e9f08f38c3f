import { join } from 'node:path'
import { kustomizeEdits } from '#render'
import { defineCommand } from '../frame/command.ts'
import { replaceFile } from '../kustomize/edit/file.ts'
import { localWorld } from '../kustomize/edit/world.ts'

/** `berth kustomize create`: a kustomization file in the present folder. */
export const command = defineCommand({
  name: 'kustomize create',
  summary: 'start a new kustomization',
  examples: [
    'berth kustomize create --resources ../base --namespace staging',
    'berth kustomize create --autodetect --recursive',
  ],
  args: [{ name: 'ARGS', summary: 'accepted and without effect', isOptional: true, isVariadic: true }],
  flags: {
    resources: { kind: 'string', value: 'paths', summary: 'files, folders and patterns, with commas between them' },
    namespace: { kind: 'string', short: 'n', value: 'name', summary: 'namespace of all objects' },
    annotations: { kind: 'string', value: 'key:value,…', summary: 'annotations of all objects' },
    labels: { kind: 'string', value: 'key:value,…', summary: 'labels of all objects' },
    nameprefix: { kind: 'string', value: 'text', summary: 'put before every name' },
    namesuffix: { kind: 'string', value: 'text', summary: 'put behind every name' },
    autodetect: { kind: 'boolean', summary: 'take in the resources that lie in the folder' },
    recursive: { kind: 'boolean', summary: 'look into folders too' },
  },
  run: async ({ flags }, session) => {
    const edits = await kustomizeEdits()
    const { resources = '', annotations = '', labels = '', nameprefix = '', namesuffix = '' } = flags
    const options = {
      resources,
      namespace: String(flags.namespace ?? ''),
      annotations,
      labels,
      namePrefix: nameprefix,
      nameSuffix: namesuffix,
      detects: flags.autodetect,
      isRecursive: flags.recursive,
    }
    const text = edits.createKustomization(options, localWorld(edits, session))
    replaceFile(join(session.cwd, 'kustomization.yaml'), text, session)
    return undefined
  },
})
