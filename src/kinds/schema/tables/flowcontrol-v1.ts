// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/flowcontrol/v1; the format is told in ../table.ts. */
export const flowcontrolV1 = `
FlowSchema|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 FlowSchemaSpec e|status 3 FlowSchemaStatus e
FlowSchemaList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []FlowSchema r
FlowSchemaSpec|priorityLevelConfiguration 1 PriorityLevelConfigurationReference r|matchingPrecedence 2 int32 -|distinguisherMethod 3 *FlowDistinguisherMethod e|rules 4 []PolicyRulesWithSubjects e L=atomic
FlowDistinguisherMethod|type 1 string r
PriorityLevelConfigurationReference|name 1 string r
PolicyRulesWithSubjects|subjects 1 []Subject r L=atomic|resourceRules 2 []ResourcePolicyRule e L=atomic|nonResourceRules 3 []NonResourcePolicyRule e L=atomic
Subject U=kind,user:User,group:Group,serviceAccount:ServiceAccount|kind 1 string r|user 2 *UserSubject e|group 3 *GroupSubject e|serviceAccount 4 *ServiceAccountSubject e
UserSubject|name 1 string r
GroupSubject|name 1 string r
ServiceAccountSubject|namespace 1 string r|name 2 string r
ResourcePolicyRule|verbs 1 []string r L=set|apiGroups 2 []string r L=set|resources 3 []string r L=set|clusterScope 4 bool e|namespaces 5 []string - L=set
NonResourcePolicyRule|verbs 1 []string r L=set|nonResourceURLs 6 []string r L=set
FlowSchemaStatus|conditions 1 []FlowSchemaCondition e L=map K=type G=type P=merge
FlowSchemaCondition|type 1 string e|status 2 string e|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
PriorityLevelConfiguration|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 PriorityLevelConfigurationSpec e|status 3 PriorityLevelConfigurationStatus e
PriorityLevelConfigurationList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []PriorityLevelConfiguration r
PriorityLevelConfigurationSpec U=type,limited:Limited,exempt:Exempt|type 1 string r|limited 2 *LimitedPriorityLevelConfiguration e|exempt 3 *ExemptPriorityLevelConfiguration e
LimitedPriorityLevelConfiguration|nominalConcurrencyShares 1 *int32 -|limitResponse 2 LimitResponse e|lendablePercent 3 *int32 e|borrowingLimitPercent 4 *int32 e
ExemptPriorityLevelConfiguration|nominalConcurrencyShares 1 *int32 e|lendablePercent 2 *int32 e
LimitResponse U=type,queuing:Queuing|type 1 string r|queuing 2 *QueuingConfiguration e
QueuingConfiguration|queues 1 int32 -|handSize 2 int32 -|queueLengthLimit 3 int32 -
PriorityLevelConfigurationStatus|conditions 1 []PriorityLevelConfigurationCondition e L=map K=type G=type P=merge
PriorityLevelConfigurationCondition|type 1 string e|status 2 string e|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
`
