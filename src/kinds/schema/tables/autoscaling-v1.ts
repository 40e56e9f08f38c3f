// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/autoscaling/v1; the format is told in ../table.ts. */
export const autoscalingV1 = `
CrossVersionObjectReference M=atomic|kind 1 string r|name 2 string r|apiVersion 3 string e
HorizontalPodAutoscalerSpec|scaleTargetRef 1 CrossVersionObjectReference r|minReplicas 2 *int32 e|maxReplicas 3 int32 r|targetCPUUtilizationPercentage 4 *int32 e
HorizontalPodAutoscalerStatus|observedGeneration 1 *int64 e|lastScaleTime 2 *Time e|currentReplicas 3 int32 r|desiredReplicas 4 int32 r|currentCPUUtilizationPercentage 5 *int32 e
HorizontalPodAutoscaler|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 HorizontalPodAutoscalerSpec er|status 3 HorizontalPodAutoscalerStatus e
HorizontalPodAutoscalerList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []HorizontalPodAutoscaler r
Scale|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ScaleSpec e|status 3 ScaleStatus e
ScaleSpec|replicas 1 int32 e D=0
ScaleStatus|replicas 1 int32 r|selector 2 string e
MetricSpec|type 1 string#MetricSourceType r|object 2 *ObjectMetricSource e|pods 3 *PodsMetricSource e|resource 4 *ResourceMetricSource e|containerResource 7 *ContainerResourceMetricSource e|external 5 *ExternalMetricSource e
ObjectMetricSource|target 1 CrossVersionObjectReference r|metricName 2 string r|targetValue 3 Quantity r|selector 4 *meta/v1.LabelSelector e|averageValue 5 *Quantity e
PodsMetricSource|metricName 1 string r|targetAverageValue 2 Quantity r|selector 3 *meta/v1.LabelSelector e
ResourceMetricSource|name 1 string r|targetAverageUtilization 2 *int32 e|targetAverageValue 3 *Quantity e
ContainerResourceMetricSource|name 1 string r|targetAverageUtilization 2 *int32 e|targetAverageValue 3 *Quantity e|container 5 string r
ExternalMetricSource|metricName 1 string r|metricSelector 2 *meta/v1.LabelSelector e|targetValue 3 *Quantity e|targetAverageValue 4 *Quantity e
MetricStatus|type 1 string#MetricSourceType r|object 2 *ObjectMetricStatus e|pods 3 *PodsMetricStatus e|resource 4 *ResourceMetricStatus e|containerResource 7 *ContainerResourceMetricStatus e|external 5 *ExternalMetricStatus e
HorizontalPodAutoscalerCondition|type 1 string r|status 2 string r|lastTransitionTime 3 Time e|reason 4 string e|message 5 string e
ObjectMetricStatus|target 1 CrossVersionObjectReference r|metricName 2 string r|currentValue 3 Quantity r|selector 4 *meta/v1.LabelSelector e|averageValue 5 *Quantity e
PodsMetricStatus|metricName 1 string r|currentAverageValue 2 Quantity r|selector 3 *meta/v1.LabelSelector e
ResourceMetricStatus|name 1 string r|currentAverageUtilization 2 *int32 e|currentAverageValue 3 Quantity r
ContainerResourceMetricStatus|name 1 string r|currentAverageUtilization 2 *int32 e|currentAverageValue 3 Quantity r|container 4 string r
ExternalMetricStatus|metricName 1 string r|metricSelector 2 *meta/v1.LabelSelector e|currentValue 3 Quantity r|currentAverageValue 4 *Quantity e
#MetricSourceType|ContainerResource|External|Object|Pods|Resource
`
