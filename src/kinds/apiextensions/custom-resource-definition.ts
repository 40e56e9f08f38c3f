import { plainColumns } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { defaultDefinition, newDefinitionStatus, rememberStored } from './definition-defaults.ts'

/** Brings a kind of one's own. Its rules need CEL and the other definitions: the API server adds them. */
export const customResourceDefinition: Kind = defineKind({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: plainColumns,
  rules: {
    newStatus: newDefinitionStatus,
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: defaultDefinition,
    prepare: rememberStored,
    prepareUpdate: rememberStored,
  },
})
