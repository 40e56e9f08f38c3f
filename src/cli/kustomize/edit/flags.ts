import type { Argument } from '../../frame/command.ts'
import type { Flags } from '../../frame/flag.ts'

/** The arguments and flags of one command below `kustomize edit`; their names are the reference's. */
export interface EditForm {
  readonly args: readonly Argument[]
  readonly flags: Flags
  readonly examples?: readonly string[]
}

const many = (name: string, summary: string): readonly Argument[] => [
  { name, summary, isOptional: true, isVariadic: true },
]
const paths = many('PATH', 'a path or a pattern such as base/*.yaml')
const pairs = many('KEY:VALUE', 'the value may stand in double quotes')
const keys = many('KEYS', 'names, with commas between them')
const names = many('NAMES', 'names, with commas between them')
const name = many('NAME', 'its name')
const metadataOptions = many(
  'OPTIONS',
  'managedByLabel, originAnnotations, transformerAnnotations, with commas between',
)
const value = many('VALUE', 'the new value')

const force: Flags = { force: { kind: 'boolean', short: 'f', summary: 'overwrite what is there' } }
const ignore: Flags = {
  'ignore-non-existence': { kind: 'boolean', short: 'i', summary: 'do not mind what is not there' },
}
const target: Flags = {
  path: { kind: 'string', value: 'file', summary: 'path of the patch file; not together with --patch' },
  patch: { kind: 'string', value: 'text', summary: 'the patch itself; not together with --path' },
  group: { kind: 'string', value: 'name', summary: "API group of the patch's target" },
  version: { kind: 'string', value: 'name', summary: 'its API version' },
  kind: { kind: 'string', value: 'name', summary: 'its kind' },
  name: { kind: 'string', value: 'name', summary: 'its name' },
  namespace: { kind: 'string', short: 'n', value: 'name', summary: 'its namespace' },
  'annotation-selector': { kind: 'string', value: 'selector', summary: 'selects targets by annotations' },
  'label-selector': { kind: 'string', value: 'selector', summary: 'selects targets by labels' },
}
const namespace: Flags = {
  namespace: { kind: 'string', short: 'n', value: 'name', summary: 'namespace of the object' },
}
const sources: Flags = {
  ...namespace,
  'from-file': { kind: 'list', value: '[key=]file', summary: 'file, folder or pattern whose content is taken' },
  'from-literal': { kind: 'array', value: 'key=value', summary: 'a key and its value' },
  'from-env-file': { kind: 'string', value: 'file', summary: 'file with a key=value on each line' },
  disableNameSuffixHash: { kind: 'boolean', summary: 'leave the hash out of the name' },
}
const changes: Flags = {
  ...namespace,
  'from-literal': { kind: 'array', value: 'key=value', summary: 'a key that is there and its new value' },
  'new-namespace': { kind: 'string', value: 'name', summary: 'namespace that the object gets' },
}

/** The form of every command below `kustomize edit`, by its words. */
export const editForms: Readonly<Record<string, EditForm>> = {
  'add annotation': { args: pairs, flags: force },
  'add base': { args: many('FOLDERS', 'folders, with commas between them'), flags: {} },
  'add buildmetadata': { args: metadataOptions, flags: {} },
  'add component': { args: paths, flags: {} },
  'add configmap': {
    args: name,
    flags: {
      ...sources,
      behavior: { kind: 'string', value: 'create|merge|replace', summary: 'what happens where the name exists' },
    },
    examples: ['berth kustomize edit add configmap settings --from-literal=level=debug'],
  },
  'add generator': { args: paths, flags: {} },
  'add label': {
    args: pairs,
    flags: {
      ...force,
      'without-selector': { kind: 'boolean', summary: 'add to labels, which selectors do not get' },
      'include-templates': { kind: 'boolean', summary: 'label templates too; needs --without-selector' },
    },
  },
  'add patch': { args: [], flags: target },
  'add resource': {
    args: paths,
    flags: { 'no-verify': { kind: 'boolean', summary: 'add it whether or not it exists' } },
    examples: ['berth kustomize edit add resource ../base deployment.yaml'],
  },
  'add secret': {
    args: name,
    flags: { ...sources, type: { kind: 'string', default: 'Opaque', value: 'type', summary: 'type of the Secret' } },
  },
  'add transformer': { args: paths, flags: {} },
  fix: { args: [], flags: { vars: { kind: 'boolean', summary: 'turn vars into replacements too' } } },
  'remove annotation': { args: keys, flags: ignore },
  'remove buildmetadata': { args: metadataOptions, flags: {} },
  'remove configmap': { args: names, flags: namespace },
  'remove label': { args: keys, flags: ignore },
  'remove patch': { args: [], flags: target },
  'remove resource': { args: paths, flags: {} },
  'remove secret': { args: names, flags: namespace },
  'remove transformer': { args: paths, flags: {} },
  'set annotation': { args: pairs, flags: {} },
  'set buildmetadata': { args: metadataOptions, flags: {} },
  'set configmap': { args: name, flags: changes },
  'set image': {
    args: many('IMAGE', 'name=new:tag@digest, any part of it; * keeps what is there'),
    flags: {},
    examples: ['berth kustomize edit set image web=registry.example.com/web:1.2.3'],
  },
  'set label': { args: pairs, flags: {} },
  'set nameprefix': { args: value, flags: {} },
  'set namespace': { args: value, flags: {} },
  'set namesuffix': { args: value, flags: {}, examples: ['berth kustomize edit set namesuffix -- -v2'] },
  'set replicas': { args: many('NAME=COUNT', 'an object and its replica count'), flags: {} },
  'set secret': { args: name, flags: changes },
}
