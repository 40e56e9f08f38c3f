// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/autoscaling/v2; the format is told in ../table.ts. */
export const autoscalingV2 = `
HorizontalPodAutoscaler|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 HorizontalPodAutoscalerSpec er|status 3 HorizontalPodAutoscalerStatus e
HorizontalPodAutoscalerSpec|scaleTargetRef 1 CrossVersionObjectReference r|minReplicas 2 *int32 e|maxReplicas 3 int32 r|metrics 4 []MetricSpec e L=atomic|behavior 5 *HorizontalPodAutoscalerBehavior e
CrossVersionObjectReference|kind 1 string r|name 2 string r|apiVersion 3 string e
MetricSpec|type 1 string r|object 2 *ObjectMetricSource e|pods 3 *PodsMetricSource e|resource 4 *ResourceMetricSource e|containerResource 7 *ContainerResourceMetricSource e|external 5 *ExternalMetricSource e
HorizontalPodAutoscalerBehavior|scaleUp 1 *HPAScalingRules e|scaleDown 2 *HPAScalingRules e
HPAScalingRules|stabilizationWindowSeconds 3 *int32 e|selectPolicy 1 *string e|policies 2 []HPAScalingPolicy e L=atomic|tolerance 4 *Quantity e
HPAScalingPolicy|type 1 string r|value 2 int32 r|periodSeconds 3 int32 r
ObjectMetricSource|describedObject 1 CrossVersionObjectReference r|target 2 MetricTarget r|metric 3 MetricIdentifier r
PodsMetricSource|metric 1 MetricIdentifier r|target 2 MetricTarget r
ResourceMetricSource|name 1 string r|target 2 MetricTarget r
ContainerResourceMetricSource|name 1 string r|target 2 MetricTarget r|container 3 string r
ExternalMetricSource|metric 1 MetricIdentifier r|target 2 MetricTarget r
MetricIdentifier|name 1 string r|selector 2 *meta/v1.LabelSelector e
MetricTarget|type 1 string r|value 2 *Quantity e|averageValue 3 *Quantity e|averageUtilization 4 *int32 e
HorizontalPodAutoscalerStatus|observedGeneration 1 *int64 e|lastScaleTime 2 *Time e|currentReplicas 3 int32 e|desiredReplicas 4 int32 r|currentMetrics 5 []MetricStatus - L=atomic|conditions 6 []HorizontalPodAutoscalerCondition e G=type P=merge L=map K=type
HorizontalPodAutoscalerCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
MetricStatus|type 1 string r|object 2 *ObjectMetricStatus e|pods 3 *PodsMetricStatus e|resource 4 *ResourceMetricStatus e|containerResource 7 *ContainerResourceMetricStatus e|external 5 *ExternalMetricStatus e
ObjectMetricStatus|metric 1 MetricIdentifier r|current 2 MetricValueStatus r|describedObject 3 CrossVersionObjectReference r
PodsMetricStatus|metric 1 MetricIdentifier r|current 2 MetricValueStatus r
ResourceMetricStatus|name 1 string r|current 2 MetricValueStatus r
ContainerResourceMetricStatus|name 1 string r|current 2 MetricValueStatus r|container 3 string r
ExternalMetricStatus|metric 1 MetricIdentifier r|current 2 MetricValueStatus r
MetricValueStatus|value 1 *Quantity e|averageValue 2 *Quantity e|averageUtilization 3 *int32 e
HorizontalPodAutoscalerList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []HorizontalPodAutoscaler r
`
