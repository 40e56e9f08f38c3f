import { type Json, kubernetes121, type MergeSchemas, schemasOfOpenApi } from '#kube'
import { loadObject } from '#yaml'
import type { StepContext } from '../target/step-context.ts'

let known: { readonly text: string; readonly schemas: MergeSchemas } | undefined

/** How fields merge: by the OpenAPI document of the build where it has one, else as in Kubernetes 1.21.2. */
export function mergeSchemas({ openapi }: Pick<StepContext, 'openapi'>): MergeSchemas {
  const text = openapi()
  if (text === undefined) return kubernetes121
  // One document holds for a whole build, and many steps ask for it.
  if (known?.text !== text) known = { text, schemas: schemasOfOpenApi(loadObject<Json>(text)) }
  return known.schemas
}
