import { KustomizeError } from '../error.ts'
import type { Selector } from '../file/types.ts'
import { readJsonPatch } from '../patches/json-text.ts'
import { applyOperations } from '../patches/operations.ts'
import { type PatchPlace, placeInFile } from '../patches/place.ts'
import type { Transform } from '../resource/list.ts'
import { selectResources } from '../resource/select.ts'
import type { StepContext } from '../target/step-context.ts'

/** What the step for an entry of `patchesJson6902` is told. */
export interface Json6902Config {
  readonly target?: Selector
  readonly path?: string
  readonly jsonOp?: string
}

/** Applies a JSON patch to the resources that its target selects. Throws `bad-config`, and what reading throws. */
export function patchesJson6902(config: Json6902Config, context: StepContext): Transform {
  const { target } = config
  if (target === undefined) throw badConfig('must specify a target for patch', context)
  if (!target.name) throw badConfig('must specify the target name', context)
  const { text, place } = readText(config, context)
  const { operations, json } = readJsonPatch(text)
  if (operations.length === 0) {
    throw badConfig(`patch appears to be empty; file=${config.path ?? ''}, JsonOp=${json}`, context)
  }
  return (resources) => {
    for (const resource of selectResources(resources, target)) applyOperations(resource, operations, place)
  }
}

function readText(
  { path = '', jsonOp = '' }: Json6902Config,
  context: StepContext,
): { readonly text: string; readonly place: PatchPlace } {
  if (path === '' && jsonOp === '') throw badConfig('empty file path and empty jsonOp', context)
  if (path === '')
    return { text: jsonOp, place: { position: () => context.place?.(), block: () => context.block?.(['patch']) } }
  if (jsonOp !== '') throw badConfig('must specify a file path or jsonOp, not both', context)
  const text = context.load(path)
  if (text === '') throw badConfig(`patch file '${path}' empty seems to be empty`, context)
  return { text, place: placeInFile(context.pathOf?.(path) ?? path, text) }
}

function badConfig(message: string, context: StepContext): KustomizeError {
  const hint = message.includes('target') ? 'add target: with the kind and name of the resource to patch' : undefined
  return new KustomizeError({ code: 'bad-config', message, hint, position: context.place?.() })
}
