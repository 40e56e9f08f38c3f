import type { Transform } from '../resource/list.ts'
import { ResourceList } from '../resource/list.ts'
import { readResources } from '../resource/read.ts'
import { resourceYaml } from '../resource/write.ts'

/** The resources of a YAML text, for tests. */
export function resourcesOf(text: string): ResourceList {
  return new ResourceList(readResources(text, 'r.yaml'))
}

/** What is printed after steps over a text, for tests. */
export function afterSteps(text: string, ...steps: readonly Transform[]): string {
  const resources = resourcesOf(text)
  for (const step of steps) step(resources)
  return printed(resources)
}

/** A list as it is printed, for tests. */
export function printed(resources: ResourceList): string {
  return [...resources].map(resourceYaml).join('---\n')
}
