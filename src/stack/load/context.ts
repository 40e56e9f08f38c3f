import type { GoMap } from '#template'
import type { Position, YamlMap } from '#yaml'
import type { StackOptions, StackWorld } from '../contract.ts'
import type { Secrets } from '../reference/secrets.ts'
import { goMap } from '../template/data.ts'
import { renderTemplate } from '../template/render.ts'

/** What everything in one file is read with. */
export interface FileContext {
  readonly world: StackWorld
  readonly options: StackOptions
  /** In messages. */
  readonly file: string
  /** Folder of the file; relative paths start here. */
  readonly folder: string
  /** What the file that names this one hands down: fields, and values below all of its own. */
  readonly inherited: { readonly spec: YamlMap; readonly values: YamlMap }
  /** Mutable: what a reader should know. */
  readonly warnings: string[]
  /** Mutable: where the releases stand. */
  readonly places: WeakMap<YamlMap, Position>
  /** What `ref+sops://…` names, opened. */
  readonly secrets: Secrets
}

/** What a file's values come to, for its templates. */
export interface FileValues {
  readonly values: YamlMap
  /** Of the environment; empty where it has none. */
  readonly kubeContext: string
}

/** What templates of a file see: `.Values`, `.StateValues`, `.Environment.Name|Values|KubeContext`, `.Namespace`. */
export function templateData({ options }: FileContext, { values, kubeContext }: FileValues): GoMap {
  const seen = goMap(values)
  return new Map<string, GoMap | string>([
    [
      'Environment',
      new Map<string, GoMap | string>([
        ['Name', options.environment],
        ['Values', seen],
        ['KubeContext', kubeContext],
      ]),
    ],
    ['Values', seen],
    ['StateValues', seen],
    ['Namespace', options.namespace ?? ''],
    ['KubeContext', kubeContext],
    ['Chart', ''],
  ])
}

/** Runs a text of the file as a template. */
export function runText(
  { world, folder, secrets }: FileContext,
  name: string,
  { text, data, from = folder }: { readonly text: string; readonly data: GoMap; readonly from?: string },
): string {
  return renderTemplate({ name, text, folder: from, data, secrets }, world)
}
