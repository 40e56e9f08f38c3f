import { mapAt, textAt } from '#kinds'
import type { Clock, KubeObject } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { renameVersion } from './convert.ts'
import { createDefinitions, type Definitions } from './definitions.ts'
import { findRulesOf } from './rule-faults.ts'
import { type ConversionCaller, webhookConverter } from './webhook-convert.ts'

/** What custom kinds need of the server around them. */
export interface CustomKindsOptions extends ConversionCaller {
  readonly registry: Registry
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Keeps the table of kinds as the definitions in the store have it. */
export function createCustomKinds({ registry, clock, onError, ...asking }: CustomKindsOptions): Definitions {
  return createDefinitions({
    registry,
    clock,
    onError,
    partsOf: (definition) => ({
      convert: isWebhook(definition) ? webhookConverter(definition, asking) : renameVersion,
      rulesOf: findRulesOf,
    }),
  })
}

function isWebhook(definition: KubeObject): boolean {
  return textAt(mapAt(definition, 'spec', 'conversion'), 'strategy') === 'Webhook'
}
