// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/apps/v1; the format is told in ../table.ts. */
export const appsV1 = `
StatefulSet|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 StatefulSetSpec e|status 3 StatefulSetStatus e
StatefulSetUpdateStrategy|type 1 string#StatefulSetUpdateStrategyType e|rollingUpdate 2 *RollingUpdateStatefulSetStrategy e
RollingUpdateStatefulSetStrategy|partition 1 *int32 e|maxUnavailable 2 *IntOrString e
StatefulSetPersistentVolumeClaimRetentionPolicy|whenDeleted 1 string e|whenScaled 2 string e
StatefulSetOrdinals|start 1 int32 -
StatefulSetSpec|replicas 1 *int32 e|selector 2 *meta/v1.LabelSelector r|template 3 core/v1.PodTemplateSpec r|volumeClaimTemplates 4 []core/v1.PersistentVolumeClaim e L=atomic|serviceName 5 string -|podManagementPolicy 6 string#PodManagementPolicyType e|updateStrategy 7 StatefulSetUpdateStrategy e|revisionHistoryLimit 8 *int32 e|minReadySeconds 9 int32 e|persistentVolumeClaimRetentionPolicy 10 *StatefulSetPersistentVolumeClaimRetentionPolicy e|ordinals 11 *StatefulSetOrdinals e
StatefulSetStatus|observedGeneration 1 int64 e|replicas 2 int32 r|readyReplicas 3 int32 e|currentReplicas 4 int32 e|updatedReplicas 5 int32 e|currentRevision 6 string e|updateRevision 7 string e|collisionCount 9 *int32 e|conditions 10 []StatefulSetCondition e G=type P=merge L=map K=type|availableReplicas 11 int32 -
StatefulSetCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
StatefulSetList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []StatefulSet r
Deployment|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 DeploymentSpec e|status 3 DeploymentStatus e
DeploymentSpec|replicas 1 *int32 e|selector 2 *meta/v1.LabelSelector r|template 3 core/v1.PodTemplateSpec r|strategy 4 DeploymentStrategy e P=retainKeys|minReadySeconds 5 int32 e|revisionHistoryLimit 6 *int32 e|paused 7 bool e|progressDeadlineSeconds 9 *int32 e
DeploymentStrategy|type 1 string#DeploymentStrategyType e|rollingUpdate 2 *RollingUpdateDeployment e
RollingUpdateDeployment|maxUnavailable 1 *IntOrString e|maxSurge 2 *IntOrString e
DeploymentStatus|observedGeneration 1 int64 e|replicas 2 int32 e|updatedReplicas 3 int32 e|readyReplicas 7 int32 e|availableReplicas 4 int32 e|unavailableReplicas 5 int32 e|terminatingReplicas 9 *int32 e|conditions 6 []DeploymentCondition e G=type P=merge L=map K=type|collisionCount 8 *int32 e
DeploymentCondition|type 1 string r|status 2 string r|lastUpdateTime 6 Time e|lastTransitionTime 7 Time e|reason 4 string e|message 5 string e
DeploymentList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Deployment r
DaemonSetUpdateStrategy|type 1 string#DaemonSetUpdateStrategyType e|rollingUpdate 2 *RollingUpdateDaemonSet e
RollingUpdateDaemonSet|maxUnavailable 1 *IntOrString e|maxSurge 2 *IntOrString e
DaemonSetSpec|selector 1 *meta/v1.LabelSelector r|template 2 core/v1.PodTemplateSpec r|updateStrategy 3 DaemonSetUpdateStrategy e|minReadySeconds 4 int32 e|revisionHistoryLimit 6 *int32 e
DaemonSetStatus|currentNumberScheduled 1 int32 r|numberMisscheduled 2 int32 r|desiredNumberScheduled 3 int32 r|numberReady 4 int32 r|observedGeneration 5 int64 e|updatedNumberScheduled 6 int32 e|numberAvailable 7 int32 e|numberUnavailable 8 int32 e|collisionCount 9 *int32 e|conditions 10 []DaemonSetCondition e G=type P=merge L=map K=type
DaemonSetCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
DaemonSet|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 DaemonSetSpec e|status 3 DaemonSetStatus e
DaemonSetList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []DaemonSet r
ReplicaSet|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ReplicaSetSpec e|status 3 ReplicaSetStatus e
ReplicaSetList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ReplicaSet r
ReplicaSetSpec|replicas 1 *int32 e|minReadySeconds 4 int32 e|selector 2 *meta/v1.LabelSelector r|template 3 core/v1.PodTemplateSpec e
ReplicaSetStatus|replicas 1 int32 r|fullyLabeledReplicas 2 int32 e|readyReplicas 4 int32 e|availableReplicas 5 int32 e|terminatingReplicas 7 *int32 e|observedGeneration 3 int64 e|conditions 6 []ReplicaSetCondition e G=type P=merge L=map K=type
ReplicaSetCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
ControllerRevision|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|data 2 RawExtension e|revision 3 int64 r
ControllerRevisionList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ControllerRevision r
#PodManagementPolicyType|OrderedReady|Parallel
#StatefulSetUpdateStrategyType|OnDelete|RollingUpdate
#DeploymentStrategyType|Recreate|RollingUpdate
#DaemonSetUpdateStrategyType|OnDelete|RollingUpdate
`
