import { type Dump, dumpOf } from './dump.ts'

/** Loads what prints a pod template as Go does when it makes a hash of it. */
export async function loadTemplateDump(): Promise<Dump> {
  loaded ??= import('./go-types.ts').then(({ goTypes }) => dumpOf(goTypes, 'core/v1.PodTemplateSpec'))
  return loaded
}

let loaded: Promise<Dump> | undefined
