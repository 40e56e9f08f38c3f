// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/resource/v1; the format is told in ../table.ts. */
export const resourceV1 = `
ResourceSlice|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ResourceSliceSpec r
ResourceSliceSpec|driver 1 string r|pool 2 ResourcePool r|nodeName 3 *string e|nodeSelector 4 *core/v1.NodeSelector e|allNodes 5 *bool e|devices 6 []Device e L=atomic|perDeviceNodeSelection 7 *bool e|sharedCounters 8 []CounterSet e L=atomic
CounterSet|name 1 string r|counters 2 {}Counter er
ResourcePool|name 1 string r|generation 2 int64 r|resourceSliceCount 3 int64 r
Device|name 1 string r|attributes 2 {}DeviceAttribute e|capacity 3 {}DeviceCapacity e|consumesCounters 4 []DeviceCounterConsumption e L=atomic|nodeName 5 *string e|nodeSelector 6 *core/v1.NodeSelector e|allNodes 7 *bool e|taints 8 []DeviceTaint e L=atomic|bindsToNode 9 *bool e|bindingConditions 10 []string e L=atomic|bindingFailureConditions 11 []string e L=atomic|allowMultipleAllocations 12 *bool e|nodeAllocatableResourceMappings 13 {}NodeAllocatableResourceMapping e
NodeAllocatableResourceMapping|capacityKey 1 *string e|allocationMultiplier 2 *Quantity e
DeviceCounterConsumption|counterSet 1 string r|counters 2 {}Counter er
DeviceCapacity|value 1 Quantity r|requestPolicy 2 *CapacityRequestPolicy e
Counter|value 1 Quantity r
CapacityRequestPolicy|default 1 *Quantity -|validValues 3 []Quantity e L=atomic|validRange 4 *CapacityRequestPolicyRange e
CapacityRequestPolicyRange|min 1 *Quantity er|max 2 *Quantity e|step 3 *Quantity e
DeviceAttribute|int 2 *int64 e|bool 3 *bool e|string 4 *string e|version 5 *string e|ints 6 []int64 e L=atomic|bools 7 []bool e L=atomic|strings 8 []string e L=atomic|versions 9 []string e L=atomic
DeviceTaint|key 1 string r|value 2 string e|effect 3 string#DeviceTaintEffect r|timeAdded 4 *Time e
ResourceSliceList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ResourceSlice r
ResourceClaim|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ResourceClaimSpec r|status 3 ResourceClaimStatus e
ResourceClaimSpec|devices 1 DeviceClaim -
DeviceClaim|requests 1 []DeviceRequest - L=atomic|constraints 2 []DeviceConstraint e L=atomic|config 3 []DeviceClaimConfiguration e L=atomic
DeviceRequest|name 1 string r|exactly 2 *ExactDeviceRequest e|firstAvailable 3 []DeviceSubRequest e L=atomic
ExactDeviceRequest|deviceClassName 1 string r|selectors 2 []DeviceSelector e L=atomic|allocationMode 3 string#DeviceAllocationMode e|count 4 int64 e|adminAccess 5 *bool e|tolerations 6 []DeviceToleration e L=atomic|capacity 7 *CapacityRequirements e
DeviceSubRequest|name 1 string r|deviceClassName 2 string r|selectors 3 []DeviceSelector e L=atomic|allocationMode 4 string#DeviceAllocationMode e|count 5 int64 e|tolerations 6 []DeviceToleration e L=atomic|capacity 7 *CapacityRequirements e
CapacityRequirements|requests 1 {}Quantity e
DeviceSelector|cel 1 *CELDeviceSelector e
CELDeviceSelector|expression 1 string r
DeviceConstraint|requests 1 []string e L=atomic|matchAttribute 2 *string e|distinctAttribute 3 *string e
DeviceClaimConfiguration|requests 1 []string e L=atomic|- 2 DeviceConfiguration ir
DeviceConfiguration|opaque 1 *OpaqueDeviceConfiguration e
OpaqueDeviceConfiguration|driver 1 string r|parameters 2 RawExtension r
DeviceToleration|key 1 string e|operator 2 string#DeviceTolerationOperator e D="Equal"|value 3 string e|effect 4 string#DeviceTaintEffect e|tolerationSeconds 5 *int64 e
ResourceClaimStatus|allocation 1 *AllocationResult e|reservedFor 2 []ResourceClaimConsumerReference e L=map K=uid P=merge G=uid|devices 4 []AllocatedDeviceStatus e L=map K=driver,device,pool,shareID
ResourceClaimConsumerReference|apiGroup 1 string e|resource 3 string r|name 4 string r|uid 5 string r
AllocationResult|devices 1 DeviceAllocationResult e|nodeSelector 3 *core/v1.NodeSelector e|allocationTimestamp 5 *Time e
DeviceAllocationResult|results 1 []DeviceRequestAllocationResult e L=atomic|config 2 []DeviceAllocationConfiguration e L=atomic
DeviceRequestAllocationResult|request 1 string r|driver 2 string r|pool 3 string r|device 4 string r|adminAccess 5 *bool e|tolerations 6 []DeviceToleration e L=atomic|bindingConditions 7 []string e L=atomic|bindingFailureConditions 8 []string e L=atomic|shareID 9 *string e|consumedCapacity 10 {}Quantity e
DeviceAllocationConfiguration|source 1 string#AllocationConfigSource r|requests 2 []string e L=atomic|- 3 DeviceConfiguration ir
ResourceClaimList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ResourceClaim r
DeviceClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 DeviceClassSpec r
DeviceClassSpec|selectors 1 []DeviceSelector e L=atomic|config 2 []DeviceClassConfiguration e L=atomic|extendedResourceName 4 *string e
DeviceClassConfiguration|- 1 DeviceConfiguration ir
DeviceClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []DeviceClass r
ResourceClaimTemplate|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 ResourceClaimTemplateSpec r
ResourceClaimTemplateSpec|metadata 1 meta/v1.ObjectMeta e|spec 2 ResourceClaimSpec r
ResourceClaimTemplateList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []ResourceClaimTemplate r
AllocatedDeviceStatus|driver 1 string r|pool 2 string r|device 3 string r|shareID 7 *string e|conditions 4 []meta/v1.Condition - L=map K=type|data 5 *RawExtension e|networkData 6 *NetworkDeviceData e
NetworkDeviceData|interfaceName 1 string e|ips 2 []string e L=atomic|hardwareAddress 3 string e
#DeviceTaintEffect|NoExecute|NoSchedule|None
#DeviceAllocationMode|All|ExactCount
#DeviceTolerationOperator|Equal|Exists
#AllocationConfigSource|FromClaim|FromClass
`
