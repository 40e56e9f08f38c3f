import { join } from 'node:path'
import { type Budget, createTemplateSet, define, type GoMap, TemplateError, type Value } from '#template'
import type { StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'
import type { Secrets } from '../reference/secrets.ts'
import { stackFunctions } from './functions.ts'

/** A text with templates in it. */
export interface StackTemplate {
  /** In positions: the file, or what stands for it. */
  readonly name: string
  readonly text: string
  /** Folder that `readFile` starts from. */
  readonly folder: string
  readonly data: GoMap
  readonly secrets: Secrets
}

const MAX_STEPS = 1_000_000
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024
const MAX_DEPTH = 100
const MAX_TIME_MS = 5000

/**
 * Runs a template of a stack; a missing key stops it, as in helmfile. Throws StackError `template` with the position inside
 * the text.
 */
export function renderTemplate({ name, text, folder, data, secrets }: StackTemplate, world: StackWorld): string {
  if (!text.includes('{{')) return text
  const budget: Budget = {
    maxSteps: MAX_STEPS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    maxDepth: MAX_DEPTH,
    maxTimeMs: MAX_TIME_MS,
    now: world.sprig.now,
  }
  const helpers = helperTexts(folder, world)
  let depth = 0
  const run = (part: string, scope: Value): string => {
    if (++depth > MAX_DEPTH) throw new Error('tpl calls itself without end')
    const functions = stackFunctions({ world, folder, secrets }, run)
    const set = createTemplateSet({ functions, missingKey: 'error', budget })
    const include = (template: Value, data: Value): string => {
      if (++depth > MAX_DEPTH) throw new Error(`include of ${JSON.stringify(template)} calls itself without end`)
      const text = set.execute(template as string, data)
      depth--
      return text
    }
    set.setFunctions(new Map([...functions, ['include', define('include', ['string', 'any'], include as never)]]))
    for (const helper of helpers) set.parse(helper.path, helper.text)
    const result = set.executeText(name, part, scope)
    depth--
    return result
  }
  try {
    return run(text, data)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { position } = error as { readonly position?: { readonly line: number; readonly column: number } }
    throw new StackError('template', error.message, {
      cause: error,
      ...(position !== undefined && { position: { file: name, line: position.line, column: position.column } }),
    })
  }
}

/** The files `_*.tpl` beside the one that is run: what they define can be included. */
function helperTexts(folder: string, world: StackWorld): readonly { readonly path: string; readonly text: string }[] {
  const names = world.list(folder).filter((name) => /^_.*\.tpl$/.test(name))
  return names.map((name) => ({ path: join(folder, name), text: world.readText(join(folder, name)) ?? '' }))
}
