// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/apimachinery/pkg/apis/meta/v1; the format is told in ../table.ts. */
export const metaV1 = `
FieldsV1
GroupResource|group 1 string r|resource 2 string r
GroupVersionResource|group 1 string r|version 2 string r|resource 3 string r
GroupKind|group 1 string r|kind 2 string r
GroupVersionKind|group 1 string r|version 2 string r|kind 3 string r
GroupVersion|group 1 string r|version 2 string r
MicroTime
Time
Timestamp|seconds 1 int64 r|nanos 2 int32 r
TypeMeta|kind 1 string e|apiVersion 2 string e
ListMeta|selfLink 1 string e|resourceVersion 2 string e|continue 3 string e|remainingItemCount 4 *int64 e|shardInfo 5 *ShardInfo e
ShardInfo|selector 1 string r
ObjectMeta|name 1 string e|generateName 2 string e|namespace 3 string e|selfLink 4 string e|uid 5 string e|resourceVersion 6 string e|generation 7 int64 e|creationTimestamp 8 Time ez|deletionTimestamp 9 *Time e|deletionGracePeriodSeconds 10 *int64 e|labels 11 {}string e|annotations 12 {}string e|ownerReferences 13 []OwnerReference e G=uid P=merge L=map K=uid|finalizers 14 []string e P=merge L=set|managedFields 17 []ManagedFieldsEntry e L=atomic
OwnerReference M=atomic|apiVersion 5 string r|kind 1 string r|name 3 string r|uid 4 string r|controller 6 *bool e|blockOwnerDeletion 7 *bool e
ListOptions|- 0 TypeMeta ir|labelSelector 1 string e|fieldSelector 2 string e|watch 3 bool e|allowWatchBookmarks 9 bool e|resourceVersion 4 string e|resourceVersionMatch 10 string e|timeoutSeconds 5 *int64 e|limit 7 int64 e|continue 8 string e|sendInitialEvents 11 *bool e|shardSelector 15 string e
GetOptions|- 0 TypeMeta ir|resourceVersion 1 string e
DeleteOptions|- 0 TypeMeta ir|gracePeriodSeconds 1 *int64 e|preconditions 2 *Preconditions e|orphanDependents 3 *bool e|propagationPolicy 4 *string e|dryRun 5 []string e L=atomic|ignoreStoreReadErrorWithClusterBreakingPotential 6 *bool e
CreateOptions|- 0 TypeMeta ir|dryRun 1 []string e L=atomic|fieldManager 3 string e|fieldValidation 4 string e
PatchOptions|- 0 TypeMeta ir|dryRun 1 []string e L=atomic|force 2 *bool e|fieldManager 3 string e|fieldValidation 4 string e
ApplyOptions|- 0 TypeMeta ir|dryRun 1 []string e L=atomic|force 2 bool r|fieldManager 3 string r
UpdateOptions|- 0 TypeMeta ir|dryRun 1 []string e L=atomic|fieldManager 2 string e|fieldValidation 3 string e
Preconditions|uid 1 *string e|resourceVersion 2 *string e
Status|- 0 TypeMeta ir|metadata 1 ListMeta e|status 2 string e|message 3 string e|reason 4 string e|details 5 *StatusDetails e|code 6 int32 e
StatusDetails|name 1 string e|group 2 string e|kind 3 string e|uid 6 string e|causes 4 []StatusCause e L=atomic|retryAfterSeconds 5 int32 e
StatusCause|reason 1 string e|message 2 string e|field 3 string e
List|- 0 TypeMeta ir|metadata 1 ListMeta e|items 2 []RawExtension r
APIVersions|- 0 TypeMeta ir|versions 1 []string r L=atomic|serverAddressByClientCIDRs 2 []ServerAddressByClientCIDR r L=atomic
APIGroupList|- 0 TypeMeta ir|groups 1 []APIGroup r L=atomic
APIGroup|- 0 TypeMeta ir|name 1 string r|versions 2 []GroupVersionForDiscovery r L=atomic|preferredVersion 3 GroupVersionForDiscovery e|serverAddressByClientCIDRs 4 []ServerAddressByClientCIDR e L=atomic
ServerAddressByClientCIDR|clientCIDR 1 string r|serverAddress 2 string r
GroupVersionForDiscovery|groupVersion 1 string r|version 2 string r
APIResource|name 1 string r|singularName 6 string r|namespaced 2 bool r|group 8 string e|version 9 string e|kind 3 string r|verbs 4 ~[]string r|shortNames 5 []string e L=atomic|categories 7 []string e L=atomic|storageVersionHash 10 string e
APIResourceList|- 0 TypeMeta ir|groupVersion 1 string r|resources 2 []APIResource r L=atomic
RootPaths|paths 1 []string r L=atomic
Patch
LabelSelector M=atomic|matchLabels 1 {}string e|matchExpressions 2 []LabelSelectorRequirement e L=atomic
LabelSelectorRequirement|key 1 string r|operator 2 string r|values 3 []string e L=atomic
FieldSelectorRequirement|key 1 string r|operator 2 string r|values 3 []string e L=atomic
ManagedFieldsEntry|manager 1 string e|operation 2 string e|apiVersion 3 string e|time 4 *Time e|fieldsType 6 string e|fieldsV1 7 *FieldsV1 e|subresource 8 string e
Table|- 0 TypeMeta ir|metadata 0 ListMeta e|columnDefinitions 0 []TableColumnDefinition r L=atomic|rows 0 []TableRow r L=atomic
TableColumnDefinition|name 0 string r|type 0 string r|format 0 string r|description 0 string r|priority 0 int32 r
TableRow|conditions 0 []TableRowCondition e L=atomic|object 0 RawExtension e
TableRowCondition|type 0 string r|status 0 string r|reason 0 string e|message 0 string e
TableOptions|- 0 TypeMeta ir|includeObject 1 string e
PartialObjectMetadata|- 0 TypeMeta ir|metadata 1 ObjectMeta e
PartialObjectMetadataList|- 0 TypeMeta ir|metadata 1 ListMeta e|items 2 []PartialObjectMetadata r
Condition|type 1 string r|status 2 string r|observedGeneration 3 int64 e|lastTransitionTime 4 Time r|reason 5 string r|message 6 string r
WatchEvent|type 1 string r|object 2 RawExtension r
`
