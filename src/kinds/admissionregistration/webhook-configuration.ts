import { ageColumn, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { listAt } from '../read.ts'
import { checkWebhooks, defaultWebhooks } from './webhook-rules.ts'

const columns: readonly Column[] = [
  nameColumn,
  countColumn(
    'Webhooks',
    'Webhooks is a list of webhooks and the affected resources and operations.',
    (object) => listAt(object, 'webhooks').length,
  ),
  ageColumn,
]

/** Webhooks that may change what is written. */
export const mutatingWebhookConfiguration: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  categories: ['api-extensions'],
  scope: 'Cluster',
  columns,
  rules: {
    generationFields: ['webhooks'],
    updatesUnconditionally: false,
    defaults: (object) => defaultWebhooks(object, true),
    check: checkWebhooks,
  },
})

/** Webhooks that may refuse what is written. */
export const validatingWebhookConfiguration: Kind = defineKind({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  categories: ['api-extensions'],
  scope: 'Cluster',
  columns,
  rules: {
    generationFields: ['webhooks'],
    updatesUnconditionally: false,
    defaults: (object) => defaultWebhooks(object, false),
    check: checkWebhooks,
  },
})
