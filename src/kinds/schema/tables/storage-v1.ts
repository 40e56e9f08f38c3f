// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/storage/v1; the format is told in ../table.ts. */
export const storageV1 = `
StorageClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|provisioner 2 string r|parameters 3 {}string e|reclaimPolicy 4 *string#core/v1.PersistentVolumeReclaimPolicy e|mountOptions 5 []string e L=atomic|allowVolumeExpansion 6 *bool e|volumeBindingMode 7 *string#VolumeBindingMode e|allowedTopologies 8 []core/v1.TopologySelectorTerm e L=atomic
StorageClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []StorageClass r
VolumeAttachment|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 VolumeAttachmentSpec r|status 3 VolumeAttachmentStatus e
VolumeAttachmentList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []VolumeAttachment r
VolumeAttachmentSpec|attacher 1 string r|source 2 VolumeAttachmentSource r|nodeName 3 string r
VolumeAttachmentSource|persistentVolumeName 1 *string e|inlineVolumeSpec 2 *core/v1.PersistentVolumeSpec e
VolumeAttachmentStatus|attached 1 bool r|attachmentMetadata 2 {}string e|attachError 3 *VolumeError e|detachError 4 *VolumeError e
VolumeError|time 1 Time e|message 2 string e|errorCode 3 *int32 e
CSIDriver|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 CSIDriverSpec r
CSIDriverList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CSIDriver r
CSIDriverSpec|attachRequired 1 *bool e|podInfoOnMount 2 *bool e|volumeLifecycleModes 3 []string e L=set|storageCapacity 4 *bool e|fsGroupPolicy 5 *string e|tokenRequests 6 []TokenRequest e L=atomic|requiresRepublish 7 *bool e|seLinuxMount 8 *bool e|nodeAllocatableUpdatePeriodSeconds 9 *int64 e|serviceAccountTokenInSecrets 10 *bool e|preventPodSchedulingIfMissing 11 *bool e
TokenRequest|audience 1 string r|expirationSeconds 2 *int64 e
CSINode|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 CSINodeSpec r
CSINodeSpec|drivers 1 []CSINodeDriver r G=name P=merge L=map K=name
CSINodeDriver|name 1 string r|nodeID 2 string r|topologyKeys 3 []string - L=atomic|allocatable 4 *VolumeNodeResources e
VolumeNodeResources|count 1 *int32 e
CSINodeList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CSINode r
CSIStorageCapacity|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|nodeTopology 2 *meta/v1.LabelSelector e|storageClassName 3 string r|capacity 4 *Quantity e|maximumVolumeSize 5 *Quantity e
CSIStorageCapacityList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CSIStorageCapacity r
VolumeAttributesClass|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|driverName 2 string r|parameters 3 {}string e
VolumeAttributesClassList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []VolumeAttributesClass r
#VolumeBindingMode|Immediate|WaitForFirstConsumer
`
