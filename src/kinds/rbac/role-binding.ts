import { checkPathSegment } from '#kube'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { bindingColumns } from './binding-columns.ts'
import { checkBinding, checkBindingUpdate, defaultBinding } from './rbac-check.ts'

/** Gives a role to users, groups and service accounts inside a namespace. */
export const roleBinding: Kind = defineKind({
  group: 'rbac.authorization.k8s.io',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  scope: 'Namespaced',
  columns: bindingColumns,
  rules: {
    checkName: checkPathSegment,
    createsOnUpdate: true,
    defaults: defaultBinding,
    check: (found, object) => checkBinding(found, object, true),
    checkUpdate: checkBindingUpdate,
  },
})
