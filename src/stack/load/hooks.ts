import type { GoMap, Value } from '#template'
import type { YamlMap, YamlValue } from '#yaml'
import type { HookCommand, HookEvent, StackHook } from '../contract.ts'
import { StackError } from '../error.ts'
import { type FileContext, runText } from './context.ts'
import { textAt, textsAt } from './read.ts'

/** Hooks of a file or of a release, whose templates see `data`. Throws StackError `bad-stack`. */
export function hooksOf(list: readonly YamlMap[], data: GoMap, context: FileContext): readonly StackHook[] {
  return list.map((hook) => {
    const words = wordsOf(hook, context)
    return {
      name: textAt(hook, 'name') || (hook.has('kubectlApply') ? 'kubectlApply' : (words[0] ?? '')),
      events: textsAt(hook, 'events'),
      showsOutput: hook.get('showlogs') === true,
      commandAt: (event) => commandAt(words, withEvent(data, event), context),
    }
  })
}

/** The program and its arguments, templates not run. */
function wordsOf(hook: YamlMap, { file }: FileContext): readonly string[] {
  const apply = hook.get('kubectlApply')
  const name = textAt(hook, 'name')
  if (!(apply instanceof Map)) {
    const command = textAt(hook, 'command')
    if (command === '') throw new StackError('bad-stack', `${file}: hook ${name} has no command`)
    return [command, ...listTexts(hook.get('args'))]
  }
  const [path, folder] = [textAt(apply, 'filename'), textAt(apply, 'kustomize')]
  const title = `${file}: hook[${name || 'kubectlApply'}]`
  if (path !== '' && folder !== '') {
    throw new StackError('bad-stack', `${title}: kustomize & filename cannot be used together`)
  }
  if (path === '' && folder === '') {
    throw new StackError('bad-stack', `${title}: either kustomize or filename must be given`)
  }
  return ['kubectl', 'apply', ...(path === '' ? ['-k', folder] : ['-f', path])]
}

/** YAML reads `8080` as a number; an argument is a text. */
function listTexts(list: YamlValue | undefined): readonly string[] {
  return Array.isArray(list) ? list.map((item) => (typeof item === 'object' ? '' : String(item))) : []
}

function commandAt(words: readonly string[], data: GoMap, context: FileContext): HookCommand {
  const [program = '', ...args] = words.map((text) => runText(context, `${context.file} (hook)`, { text, data }))
  return { program, args, folder: context.folder }
}

function withEvent(data: GoMap, { name, command, error }: HookEvent): GoMap {
  const event = new Map<string, Value>([
    ['Name', name],
    ['Error', error ?? null],
  ])
  return new Map<string, Value>([...data, ['Event', event], ['HelmfileCommand', command]])
}
