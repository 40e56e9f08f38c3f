// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/rbac/v1; the format is told in ../table.ts. */
export const rbacV1 = `
PolicyRule|verbs 1 []string r L=atomic|apiGroups 2 []string e L=atomic|resources 3 []string e L=atomic|resourceNames 4 []string e L=atomic|nonResourceURLs 5 []string e L=atomic
Subject M=atomic|kind 1 string r|apiGroup 2 string e|name 3 string r|namespace 4 string e
RoleRef M=atomic|apiGroup 1 string -|kind 2 string r|name 3 string r
Role|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|rules 2 []PolicyRule - L=atomic
RoleBinding|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|subjects 2 []Subject e L=atomic|roleRef 3 RoleRef r
RoleBindingList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []RoleBinding r
RoleList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Role r
ClusterRole|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|rules 2 []PolicyRule - L=atomic|aggregationRule 3 *AggregationRule e
AggregationRule|clusterRoleSelectors 1 []meta/v1.LabelSelector e L=atomic
ClusterRoleBinding|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|subjects 2 []Subject e L=atomic|roleRef 3 RoleRef r
ClusterRoleBindingList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ClusterRoleBinding r
ClusterRoleList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ClusterRole r
`
