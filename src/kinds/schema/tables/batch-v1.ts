// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/batch/v1; the format is told in ../table.ts. */
export const batchV1 = `
Job|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 JobSpec e|status 3 JobStatus e
JobList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []Job r
PodFailurePolicyOnExitCodesRequirement|containerName 1 *string e|operator 2 string#PodFailurePolicyOnExitCodesOperator r|values 3 []int32 r L=set
PodFailurePolicyOnPodConditionsPattern|type 1 string r|status 2 string -
PodFailurePolicyRule|action 1 string#PodFailurePolicyAction r|onExitCodes 2 *PodFailurePolicyOnExitCodesRequirement e|onPodConditions 3 []PodFailurePolicyOnPodConditionsPattern e L=atomic
PodFailurePolicy|rules 1 []PodFailurePolicyRule r L=atomic
SuccessPolicy|rules 1 []SuccessPolicyRule r L=atomic
SuccessPolicyRule|succeededIndexes 1 *string e|succeededCount 2 *int32 e
JobSpec|parallelism 1 *int32 e|completions 2 *int32 e|activeDeadlineSeconds 3 *int64 e|podFailurePolicy 11 *PodFailurePolicy e|successPolicy 16 *SuccessPolicy e|backoffLimit 7 *int32 e|backoffLimitPerIndex 12 *int32 e|maxFailedIndexes 13 *int32 e|selector 4 *meta/v1.LabelSelector e|manualSelector 5 *bool e|template 6 core/v1.PodTemplateSpec r|ttlSecondsAfterFinished 8 *int32 e|completionMode 9 *string#CompletionMode e|suspend 10 *bool e|podReplacementPolicy 14 *string#PodReplacementPolicy e|managedBy 15 *string e
JobStatus|conditions 1 []JobCondition e G=type P=merge L=atomic|startTime 2 *Time e|completionTime 3 *Time e|active 4 int32 e|succeeded 5 int32 e|failed 6 int32 e|terminating 11 *int32 e|completedIndexes 7 string e|failedIndexes 10 *string e|uncountedTerminatedPods 8 *UncountedTerminatedPods e|ready 9 *int32 e
UncountedTerminatedPods|succeeded 1 []string e L=set|failed 2 []string e L=set
JobCondition|type 1 string r|status 2 string r|lastProbeTime 3 Time e|lastTransitionTime 4 Time e|reason 5 string e|message 6 string e
JobTemplateSpec|metadata 1 meta/v1.ObjectMeta e|spec 2 JobSpec e
CronJob|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 CronJobSpec er|status 3 CronJobStatus e
CronJobList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CronJob r
CronJobSpec|schedule 1 string r|timeZone 8 *string e|startingDeadlineSeconds 2 *int64 e|concurrencyPolicy 3 string#ConcurrencyPolicy e|suspend 4 *bool e|jobTemplate 5 JobTemplateSpec r|successfulJobsHistoryLimit 6 *int32 e|failedJobsHistoryLimit 7 *int32 e
CronJobStatus|active 1 []core/v1.ObjectReference e L=atomic|lastScheduleTime 4 *Time e|lastSuccessfulTime 5 *Time e
#CompletionMode|Indexed|NonIndexed
#PodFailurePolicyAction|Count|FailIndex|FailJob|Ignore
#PodFailurePolicyOnExitCodesOperator|In|NotIn
#PodReplacementPolicy|Failed|TerminatingOrFailed
#ConcurrencyPolicy|Allow|Forbid|Replace
`
