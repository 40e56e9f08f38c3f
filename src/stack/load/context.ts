import type { GoMap } from '#template'
import type { YamlMap } from '#yaml'
import type { StackOptions, StackWorld } from '../contract.ts'
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
}

/** What templates of a file see: `.Values`, `.StateValues`, `.Environment.Name`, `.Environment.Values`, `.Namespace`. */
export function templateData({ options }: FileContext, values: YamlMap): GoMap {
  const seen = goMap(values)
  return new Map<string, GoMap | string>([
    [
      'Environment',
      new Map<string, GoMap | string>([
        ['Name', options.environment],
        ['Values', seen],
        ['KubeContext', ''],
      ]),
    ],
    ['Values', seen],
    ['StateValues', seen],
    ['Namespace', options.namespace ?? ''],
    ['KubeContext', ''],
    ['Chart', ''],
  ])
}

/** Runs a text of the file as a template. */
export function runText(
  { world, folder }: FileContext,
  name: string,
  { text, data }: { text: string; data: GoMap },
): string {
  return renderTemplate({ name, text, folder, data }, world)
}
